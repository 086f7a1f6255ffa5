import type { Metadata } from 'next';
import { usageRange } from '@/components/usage/usage-range';
import { apiKeyKeys } from '@/lib/client/api-keys';
import { usagePlanKeys } from '@/lib/client/usage-plans';
import { listApiKeys } from '@/lib/control/api-key/list';
import { getUsagePlanUsage } from '@/lib/control/usage/get-by-plan';
import { getUsagePlan } from '@/lib/control/usage-plan/get';
import { Prefetch } from '@/lib/server/prefetch';
import { readOrNull } from '@/lib/server/read';
import { planKeyFilter } from './key-filter';
import { PlanPage } from './plan-page';

type Props = Readonly<{ params: Promise<{ planId: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { planId } = await params;
  return {
    title: (await readOrNull(getUsagePlan, { usagePlanId: planId }))?.name ?? 'Usage plan',
  };
}

export default async function Page({ params }: Props) {
  const { planId } = await params;
  const range = usageRange(30);
  const filter = planKeyFilter(planId, '');
  return (
    <Prefetch
      queries={[
        {
          queryKey: usagePlanKeys.detail(planId),
          run: (ctx) => getUsagePlan(ctx, { usagePlanId: planId }),
          required: true,
        },
        {
          queryKey: usagePlanKeys.usage(planId, range),
          run: (ctx) => getUsagePlanUsage(ctx, { usagePlanId: planId, ...range }),
        },
        { queryKey: apiKeyKeys.list(filter), run: (ctx) => listApiKeys(ctx, filter), infinite: true },
      ]}
    >
      <PlanPage usagePlanId={planId} />
    </Prefetch>
  );
}
