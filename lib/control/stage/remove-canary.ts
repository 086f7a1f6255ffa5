import type { Published } from '@/lib/contract/result';
import { type StageDetail, stageVersionRef } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { NotFoundError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { deleteCanary, requireStage } from '@/lib/store/stages';
import { percentText } from './canary';
import { describeStage } from './present';

/** From the next request on the stage's own deployment answers all of them. The canary's deployment stays. */
export async function removeStageCanary(ctx: Ctx, input: unknown): Promise<Published<StageDetail>> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, stageName, version } = parse(stageVersionRef, input);
  const updated = await transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireStage(tx, restApiId, stageName);
    if (before.canary === null) throw new NotFoundError(`The canary of ${stageName}`);
    if (before.version !== version) throw new StaleEditError(`The stage ${stageName}`);

    const stage = await deleteCanary(tx, before.id);
    await bumpRevision(tx, [{ kind: 'stage', entityId: stage.id }]);
    await recordAudit(tx, ctx, {
      action: 'stage.remove-canary',
      targetType: 'stage',
      targetId: stage.id,
      targetName: `${stageName} of ${restApi.name}`,
      summary: `Deployment ${before.canary.deployment.number} at ${percentText(before.canary.percentTraffic)}`,
    });
    return describeStage(tx, stage, restApi);
  });
  return { ...updated, publish: await publishChange(ctx, [updated.id]) };
}
