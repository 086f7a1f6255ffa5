'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DemoBadge } from '@/components/api-key/key-facts';
import { DangerAction, DangerZone } from '@/components/form/shells';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { PageHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { Stat, StatGroup } from '@/components/ui/stat';
import { useUsageSpan } from '@/components/usage/span-control';
import { totalUsed } from '@/components/usage/usage-range';
import { DeletePlanDialog } from '@/components/usage-plan/delete-plan-dialog';
import { formatCompact, formatNumber, PERIOD_NOUN, throttleText } from '@/components/usage-plan/limit-text';
import { PlanFormSheet } from '@/components/usage-plan/plan-form-sheet';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { usagePlanKeys, useUsagePlan, useUsagePlanUsage } from '@/lib/client/usage-plans';
import type { UsagePlanDetail } from '@/lib/contract/usage-plan';
import { PlanKeys } from './plan-keys';
import { PlanStages } from './plan-stages';
import { PlanUsageChart } from './plan-usage-chart';

export function PlanPage({ usagePlanId }: Readonly<{ usagePlanId: string }>) {
  const plan = useUsagePlan(usagePlanId);
  if (plan.data) return <LoadedPlan plan={plan.data} />;
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Usage plans', href: routes.plans() }, { label: usagePlanId }]} />
      {plan.isError ? (
        <QueryError title="The plan could not be loaded" query={plan} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </PageBody>
  );
}

function LoadedPlan({ plan }: Readonly<{ plan: UsagePlanDetail }>) {
  const client = useQueryClient();
  const router = useRouter();
  const mayWrite = useCan('usage-plan:write');
  const { range, control } = useUsageSpan();
  const usage = useUsagePlanUsage(plan.id, range);
  const [overlay, setOverlay] = useState<'edit' | 'delete' | null>(null);
  const calls = usage.data?.reduce((sum, key) => sum + totalUsed(key.days), 0);
  const exhausted = usage.data?.filter((key) => key.quota && key.quota.remaining === 0).length ?? 0;

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Usage plans', href: routes.plans() }, { label: plan.name }]} />
      <PageHeader
        title={plan.name}
        badges={
          <>
            {plan.portalVisible ? <Badge variant="info">In the portal</Badge> : null}
            {plan.approvalRequired && plan.portalVisible ? <Badge variant="outline">On approval</Badge> : null}
            <DemoBadge demo={plan.demo} />
          </>
        }
        description={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {plan.description ? <span>{plan.description}</span> : null}
            {plan.priceText ? <span>{plan.priceText}</span> : null}
            <span className="flex items-center gap-0.5">
              <code className="font-mono text-xs">{plan.id}</code>
              <CopyButton value={plan.id} label="Copy plan id" size="icon-xs" />
            </span>
          </span>
        }
        actions={
          mayWrite ? (
            <Button variant="outline" onClick={() => setOverlay('edit')}>
              <Pencil /> Edit plan
            </Button>
          ) : null
        }
      />
      <StatGroup>
        <Stat
          label="Rate limit per key"
          value={plan.throttle ? formatCompact(plan.throttle.rateLimit) : 'None'}
          unit={plan.throttle ? 'req / s' : undefined}
          hint={plan.throttle ? `bursts of ${formatNumber(plan.throttle.burstLimit)}` : throttleText(null)}
        />
        <Stat
          label="Quota per key"
          value={plan.quota ? formatCompact(plan.quota.limit) : 'None'}
          unit={plan.quota ? `/ ${PERIOD_NOUN[plan.quota.period]}` : undefined}
          hint={
            plan.quota
              ? plan.quota.offset > 0
                ? `${formatNumber(plan.quota.offset)} fewer in the first`
                : 'counted by UTC calendar'
              : 'any number of calls'
          }
        />
        <Stat
          label="Keys"
          value={formatNumber(plan.keyCount)}
          hint={exhausted > 0 ? `${exhausted} at the end of their quota` : ' '}
          tone={exhausted > 0 ? 'warning' : 'default'}
        />
        <Stat
          label="Calls"
          value={calls === undefined ? '' : formatCompact(calls)}
          hint={`since ${range.startDate}`}
          loading={usage.isPending}
        />
      </StatGroup>
      <PlanUsageChart usage={usage.data} range={range} control={control} />
      <PlanKeys plan={plan} usage={usage.data} />
      <PlanStages plan={plan} />
      {mayWrite ? (
        <DangerZone>
          <DangerAction
            title="Delete this plan"
            description="Its keys stay, but lose what this plan opened to them."
            action={
              <Button variant="destructive" onClick={() => setOverlay('delete')}>
                <Trash2 /> Delete plan
              </Button>
            }
          />
        </DangerZone>
      ) : null}
      {overlay === 'edit' ? (
        <PlanFormSheet
          plan={plan}
          onClose={() => setOverlay(null)}
          onSaved={() => client.invalidateQueries({ queryKey: usagePlanKeys.all() })}
        />
      ) : null}
      {overlay === 'delete' ? (
        <DeletePlanDialog plan={plan} onClose={() => setOverlay(null)} onDeleted={() => router.push(routes.plans())} />
      ) : null}
    </PageBody>
  );
}
