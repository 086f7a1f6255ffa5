'use client';

import { Card, CardAction, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { QuotaMeter } from '@/components/usage/quota-meter';
import { useUsageSpan } from '@/components/usage/span-control';
import { UsageChart } from '@/components/usage/usage-chart';
import { totalUsed } from '@/components/usage/usage-range';
import { countText } from '@/components/usage-plan/limit-text';
import { useApiKeyUsage } from '@/lib/client/api-keys';
import type { ApiKeySummary } from '@/lib/contract/api-key';

/** Counted calls of the key under each of its plans, and what is left of the quota. */
export function KeyUsageSection({ apiKey }: Readonly<{ apiKey: ApiKeySummary }>) {
  const { range, control } = useUsageSpan();
  const usage = useApiKeyUsage(apiKey.id, range);
  return (
    <section aria-label="Usage" className="flex flex-col gap-3">
      <SectionHeader title="Usage" description="Calls by UTC day. Refused calls are not counted." actions={control} />
      {usage.data ? (
        usage.data.length === 0 ? (
          <Card>
            <EmptyState size="sm" title="No usage" description="A key is counted once it is in a usage plan." />
          </Card>
        ) : (
          <div className={cn('grid gap-4', usage.data.length > 1 && 'lg:grid-cols-2')}>
            {usage.data.map((entry) => (
              <Card key={entry.usagePlanId}>
                <CardHeader>
                  <CardTitle>{entry.usagePlanName}</CardTitle>
                  <CardAction className="tabular text-sm text-muted-foreground">
                    {countText(totalUsed(entry.days), 'call')}
                  </CardAction>
                </CardHeader>
                <CardContent className="flex flex-col gap-4">
                  {entry.quota ? (
                    <QuotaMeter quota={entry.quota} />
                  ) : (
                    <p className="text-sm text-muted-foreground">This plan has no quota.</p>
                  )}
                  <UsageChart days={entry.days} range={range} label={`Calls under ${entry.usagePlanName}`} />
                </CardContent>
              </Card>
            ))}
          </div>
        )
      ) : usage.isError ? (
        <Card>
          <QueryError size="sm" title="The usage could not be loaded" query={usage} />
        </Card>
      ) : (
        <Skeleton className="h-64" />
      )}
    </section>
  );
}
