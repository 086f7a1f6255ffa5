'use client';

import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { MethodBadge } from '@/components/ui/method-badge';
import { SectionHeader } from '@/components/ui/page-header';
import { throttleShort } from '@/components/usage-plan/limit-text';
import { splitKey } from '@/components/usage-plan/method-limits';
import { routes } from '@/lib/client/routes';
import type { UsagePlanDetail } from '@/lib/contract/usage-plan';

/** What the plan opens, with the limits of single methods. */
export function PlanStages({ plan }: Readonly<{ plan: UsagePlanDetail }>) {
  return (
    <section aria-label="Stages" className="flex flex-col gap-3">
      <SectionHeader title="Stages" description="What keys of this plan may call." />
      <Card>
        {plan.stages.length === 0 ? (
          <EmptyState
            size="sm"
            title="No stage yet"
            description="Keys of this plan are refused everywhere until a stage is added. Edit the plan to add one."
          />
        ) : (
          <ul className="divide-y divide-border">
            {plan.stages.map((stage) => (
              <li key={stage.stageId} className="flex flex-col gap-2 px-4 py-3">
                <div className="flex flex-wrap items-center gap-2">
                  <Link
                    href={routes.api(stage.restApiId).stage(stage.stageName)}
                    className="text-sm font-medium underline-offset-4 hover:underline"
                  >
                    {stage.restApiName} / {stage.stageName}
                  </Link>
                  <Badge variant="outline">
                    {Object.keys(stage.throttle).length === 0 ? 'Plan limits on all methods' : 'Own limits below'}
                  </Badge>
                </div>
                {Object.entries(stage.throttle).map(([key, limit]) => {
                  const { method, path } = splitKey(key);
                  return (
                    <div key={key} className="flex items-center gap-2 text-sm">
                      <MethodBadge method={method} size="sm" aligned />
                      <span className="min-w-0 truncate font-mono text-xs">{path}</span>
                      <span className="tabular ml-auto whitespace-nowrap text-muted-foreground">
                        {throttleShort(limit)}
                      </span>
                    </div>
                  );
                })}
              </li>
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}
