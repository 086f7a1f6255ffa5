import type { Published } from '@/lib/contract/result';
import { type StageDetail, stageVariables, stageVersionRef } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { InvalidInputError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { requireStage, writeStage } from '@/lib/store/stages';
import { canaryWith, changedNames, refuseUncompilableCanary } from './canary';
import { describeStage } from './present';

/**
 * The stage gets the canary's deployment, and the canary's variables over its own: those that the canary does not name
 * stay. The canary stays too, at 0 %, ready for the next release.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/promote-canary-deployment.html
 */
export async function promoteStageCanary(ctx: Ctx, input: unknown): Promise<Published<StageDetail>> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, stageName, version } = parse(stageVersionRef, input);
  const promoted = await transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireStage(tx, restApiId, stageName);
    const { canary } = before;
    if (canary === null) throw new InvalidInputError('Promotion not available. Canary does not exist.');
    if (before.version !== version) throw new StaleEditError(`The stage ${stageName}`);
    await refuseUncompilableCanary(tx, ctx, canary, before.variables);

    const variables = { ...before.variables, ...canary.stageVariableOverrides };
    const stage = await writeStage(tx, before.id, {
      deploymentId: canary.deploymentId,
      // Together they may be more than a stage can have.
      variables: parse(stageVariables, variables),
      canary: canaryWith(before, { percentTraffic: 0 }),
    });
    await bumpRevision(tx, [{ kind: 'stage', entityId: stage.id }]);
    const names = changedNames(before.variables, variables);
    await recordAudit(tx, ctx, {
      action: 'stage.promote-canary',
      targetType: 'stage',
      targetId: stage.id,
      targetName: `${stageName} of ${restApi.name}`,
      summary: `Deployment ${stage.deployment.number}, was ${before.deployment.number}${names.length === 0 ? '' : `; variables: ${names.join(', ')}`}`,
    });
    return describeStage(tx, stage, restApi);
  });
  return { ...promoted, publish: await publishChange(ctx, [promoted.id]) };
}
