import type { Published } from '@/lib/contract/result';
import { type QuotaSettings, type UsagePlanDetail, updateUsagePlanInput } from '@/lib/contract/usage-plan';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { changedFields } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { type QuotaColumns, readQuotaColumns, requireUsagePlan, writeUsagePlan } from '@/lib/store/usage-plans';
import { refuseKeysInTwoPlans } from './one-plan-per-stage';
import { resolvePlanStages, toPlanFields } from './settings';

/** Replaces the plan's settings as one edit: limits apply to its keys within a second, without a deployment. */
export async function updateUsagePlan(ctx: Ctx, input: unknown): Promise<Published<UsagePlanDetail>> {
  const { accountId } = requireScope(ctx, 'usage-plan:write');
  const { usagePlanId, version, ...settings } = parse(updateUsagePlanInput, input);
  const plan = await transaction(ctx.db, async (tx) => {
    const before = await requireUsagePlan(tx, accountId, usagePlanId);
    if (before.version !== version) throw new StaleEditError('The usage plan');
    const stages = await resolvePlanStages(tx, accountId, settings.stages);
    const stored = await readQuotaColumns(tx, usagePlanId);
    const quotaStartedAt = quotaStart(stored, settings.quota, ctx.clock.now());
    await writeUsagePlan(tx, usagePlanId, { ...toPlanFields(settings), quotaStartedAt }, stages);
    await refuseKeysInTwoPlans(tx, usagePlanId, 'stages');
    await bumpRevision(tx, [{ kind: 'usage-plan', entityId: usagePlanId }]);
    const after = await requireUsagePlan(tx, accountId, usagePlanId);
    const changed = changedFields(before, after).filter((field) => field !== 'version' && field !== 'updatedAt');
    await recordAudit(tx, ctx, {
      action: 'usage-plan.update',
      targetType: 'usage-plan',
      targetId: usagePlanId,
      targetName: after.name,
      summary: changed.length === 0 ? 'Nothing differs.' : `Changed: ${changed.join(', ')}.`,
    });
    return after;
  });
  return { ...plan, publish: await publishChange(ctx) };
}

/** The offset is for the first period only: another period or offset begins anew, another limit does not. */
function quotaStart(
  stored: QuotaColumns & { readonly quotaStartedAt: Date | null },
  quota: QuotaSettings | null,
  now: Date,
): Date | null {
  if (quota === null) return null;
  const same = stored.quotaPeriod === quota.period && stored.quotaOffset === quota.offset;
  return same ? (stored.quotaStartedAt ?? now) : now;
}
