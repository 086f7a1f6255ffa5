import type { Published } from '@/lib/contract/result';
import { stageRef } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { refuseWhileMapped } from '@/lib/control/domain-name/refuse-while-mapped';
import { publishChange } from '@/lib/control/publish';
import { transaction } from '@/lib/store/client';
import { listMappedNames } from '@/lib/store/domain-names';
import { readDependents, requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { deleteStageRow, requireStage } from '@/lib/store/stages';
import { refuseWhileSubscribed } from './refuse-while-subscribed';

export interface DeletedStage {
  readonly id: string;
  readonly name: string;
}

/** Deployments stay: a new stage can point to them. */
export async function deleteStage(ctx: Ctx, input: unknown): Promise<Published<DeletedStage>> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, stageName } = parse(stageRef, input);
  const deleted = await transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const { id, name } = await requireStage(tx, restApiId, stageName);
    const { products, usagePlans } = await readDependents(tx, { stageId: id });
    refuseWhileSubscribed(`The stage ${name}`, products);
    refuseWhileMapped(`The stage ${name}`, await listMappedNames(tx, restApiId, name));

    await deleteStageRow(tx, id);
    await bumpRevision(tx, [
      { kind: 'stage', entityId: id },
      ...usagePlans.map((plan) => ({ kind: 'usage-plan' as const, entityId: plan.id })),
    ]);
    await recordAudit(tx, ctx, {
      action: 'stage.delete',
      targetType: 'stage',
      targetId: id,
      targetName: `${name} of ${restApi.name}`,
      summary:
        usagePlans.length === 0 ? '' : `Taken out of the plans ${usagePlans.map((plan) => plan.name).join(', ')}`,
    });
    return { id, name };
  });
  return { ...deleted, publish: await publishChange(ctx) };
}
