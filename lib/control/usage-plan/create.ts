import type { Published } from '@/lib/contract/result';
import { createUsagePlanInput, type UsagePlanDetail } from '@/lib/contract/usage-plan';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { newEntityId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { insertUsagePlan, requireUsagePlan } from '@/lib/store/usage-plans';
import { resolvePlanStages, toPlanFields } from './settings';

export async function createUsagePlan(ctx: Ctx, input: unknown): Promise<Published<UsagePlanDetail>> {
  const { accountId } = requireScope(ctx, 'usage-plan:write');
  const settings = parse(createUsagePlanInput, input);
  const plan = await transaction(ctx.db, async (tx) => {
    const id = newEntityId();
    const createdAt = ctx.clock.now();
    const stages = await resolvePlanStages(tx, accountId, settings.stages);
    await insertUsagePlan(
      tx,
      {
        ...toPlanFields(settings),
        id,
        accountId,
        quotaStartedAt: settings.quota ? createdAt : null,
        demo: false,
        createdAt,
      },
      stages,
    );
    await bumpRevision(tx, [{ kind: 'usage-plan', entityId: id }]);
    await recordAudit(tx, ctx, {
      action: 'usage-plan.create',
      targetType: 'usage-plan',
      targetId: id,
      targetName: settings.name,
    });
    return requireUsagePlan(tx, accountId, id);
  });
  return { ...plan, publish: await publishChange(ctx) };
}
