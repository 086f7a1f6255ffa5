import type { Published } from '@/lib/contract/result';
import { usagePlanRef } from '@/lib/contract/usage-plan';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { deleteUsagePlanRow, keyIdsOfPlan, requireUsagePlan, subscriptionCountsOfPlan } from '@/lib/store/usage-plans';

export interface DeletedUsagePlan {
  readonly id: string;
  readonly name: string;
  readonly keyCount: number;
}

/** Its keys stay, but can no longer call what needs this plan. */
export async function deleteUsagePlan(ctx: Ctx, input: unknown): Promise<Published<DeletedUsagePlan>> {
  const { accountId } = requireScope(ctx, 'usage-plan:write');
  const { usagePlanId } = parse(usagePlanRef, input);
  const deleted = await transaction(ctx.db, async (tx) => {
    const plan = await requireUsagePlan(tx, accountId, usagePlanId);
    const { live } = await subscriptionCountsOfPlan(tx, usagePlanId);
    if (live > 0) {
      throw new ConflictError(
        `${live} ${live === 1 ? 'consumer has a subscription' : 'consumers have subscriptions'} under “${plan.name}”. Revoke ${live === 1 ? 'it' : 'them'} first, then delete the plan.`,
      );
    }
    const keyIds = await keyIdsOfPlan(tx, usagePlanId);
    await deleteUsagePlanRow(tx, usagePlanId);
    await bumpRevision(tx, [
      { kind: 'usage-plan', entityId: usagePlanId },
      ...keyIds.map((entityId) => ({ kind: 'api-key' as const, entityId })),
    ]);
    const stages = plan.stages.map(({ restApiName, stageName }) => `${restApiName}/${stageName}`);
    await recordAudit(tx, ctx, {
      action: 'usage-plan.delete',
      targetType: 'usage-plan',
      targetId: usagePlanId,
      targetName: plan.name,
      summary: `With ${plan.keyCount} ${plan.keyCount === 1 ? 'key' : 'keys'} and ${stages.length === 0 ? 'no stages' : `the stages ${stages.join(', ')}`}.`,
    });
    return { id: usagePlanId, name: plan.name, keyCount: plan.keyCount };
  });
  return { ...deleted, publish: await publishChange(ctx) };
}
