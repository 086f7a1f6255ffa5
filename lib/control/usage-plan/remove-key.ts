import type { ApiKeySummary } from '@/lib/contract/api-key';
import type { Published } from '@/lib/contract/result';
import { usagePlanKeyInput } from '@/lib/contract/usage-plan';
import { writeKeyPlans } from '@/lib/control/api-key/write-plans';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { NotFoundError } from '@/lib/errors';
import { requireApiKey } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { requireUsagePlan } from '@/lib/store/usage-plans';

export async function removeUsagePlanKey(ctx: Ctx, input: unknown): Promise<Published<ApiKeySummary>> {
  const { accountId } = requireScope(ctx, 'usage-plan:write');
  const { usagePlanId, apiKeyId } = parse(usagePlanKeyInput, input);
  const key = await transaction(ctx.db, async (tx) => {
    const plan = await requireUsagePlan(tx, accountId, usagePlanId);
    const before = await requireApiKey(tx, accountId, apiKeyId);
    const planIds = before.usagePlans.map(({ id }) => id);
    if (!planIds.includes(usagePlanId)) throw new NotFoundError(`The key “${before.name}” in the plan “${plan.name}”`);
    await writeKeyPlans(
      tx,
      before,
      planIds.filter((id) => id !== usagePlanId),
    );
    await recordAudit(tx, ctx, {
      action: 'usage-plan.remove-key',
      targetType: 'usage-plan',
      targetId: usagePlanId,
      targetName: plan.name,
      summary: `The key ${before.name} (${apiKeyId}).`,
    });
    return requireApiKey(tx, accountId, apiKeyId);
  });
  return { ...key, publish: await publishChange(ctx) };
}
