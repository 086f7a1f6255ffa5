import type { UsagePlanSummary } from '@/lib/contract/usage-plan';
import { type Ctx, requireScope } from '@/lib/control/context';
import { listUsagePlanSummaries } from '@/lib/store/usage-plans';

export async function listUsagePlans(ctx: Ctx): Promise<UsagePlanSummary[]> {
  const { accountId } = requireScope(ctx, 'usage-plan:read');
  return listUsagePlanSummaries(ctx.db, accountId);
}
