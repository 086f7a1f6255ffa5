import { type UsagePlanDetail, usagePlanRef } from '@/lib/contract/usage-plan';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireUsagePlan } from '@/lib/store/usage-plans';

export async function getUsagePlan(ctx: Ctx, input: unknown): Promise<UsagePlanDetail> {
  const { accountId } = requireScope(ctx, 'usage-plan:read');
  return requireUsagePlan(ctx.db, accountId, parse(usagePlanRef, input).usagePlanId);
}
