import { createDeploymentInput, type DeploymentResult } from '@/lib/contract/deployment';
import type { Published } from '@/lib/contract/result';
import { MAX_STAGES } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { toStageSummary } from '@/lib/control/stage/present';
import { ConflictError, LimitExceededError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { type Tx, transaction } from '@/lib/store/client';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { insertDeployment, requireDeployment } from '@/lib/store/deployments';
import { type RestApiRow, requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { findStage, insertStage, listStageRecords, type StageRecord, writeStage } from '@/lib/store/stages';
import { toDeploymentSummary } from './present';
import { refuseUndeployable } from './refuse-undeployable';

const ATTEMPTS = 5;

/** Copies the working definition, immutable from now on, and points a stage at the copy; a new name makes the stage. */
export async function createDeployment(ctx: Ctx, input: unknown): Promise<Published<DeploymentResult>> {
  const actor = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, stageName, description } = parse(createDeploymentInput, input);

  // Compiling is slow beside a transaction that others wait for: it comes first, and the copy is only kept
  // if nobody has edited the definition since.
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const restApi = await requireRestApi(ctx.db, actor.accountId, restApiId);
    const { definition, definitionVersion } = await loadWorkingCopy(ctx.db, restApiId);
    const variables = stageName === undefined ? {} : (await findStage(ctx.db, restApiId, stageName))?.variables;
    refuseUndeployable(ctx, definition, variables ?? {});

    const deployed = await transaction(ctx.db, async (tx) => {
      const current = await requireRestApi(tx, actor.accountId, restApiId);
      if (current.definitionVersion !== definitionVersion) return undefined;
      const { id, number } = await insertDeployment(tx, {
        restApiId,
        description,
        definition,
        definitionVersion,
        createdById: actor.kind === 'member' ? actor.userId : null,
        createdByName: actor.name,
        createdAt: ctx.clock.now(),
      });
      const stage = stageName === undefined ? undefined : await pointStage(tx, ctx, current, stageName, id);
      await recordAudit(tx, ctx, {
        action: 'deployment.create',
        targetType: 'deployment',
        targetId: id,
        targetName: `Deployment ${number} of ${restApi.name}`,
        summary: stage === undefined ? 'To no stage' : `To ${stage.name}`,
      });
      return {
        stageIds: stage === undefined ? [] : [stage.id],
        result: {
          ...toDeploymentSummary(await requireDeployment(tx, restApiId, id)),
          stage: stage === undefined ? null : toStageSummary(stage, current),
        },
      };
    });
    if (deployed !== undefined) {
      return { ...deployed.result, publish: await publishChange(ctx, deployed.stageIds) };
    }
  }
  throw new ConflictError('The API is being edited by others right now. Try the deploy again in a moment.');
}

async function pointStage(
  tx: Tx,
  ctx: Ctx,
  restApi: RestApiRow,
  name: string,
  deploymentId: string,
): Promise<StageRecord> {
  const existing = await findStage(tx, restApi.id, name);
  if (existing === undefined && (await listStageRecords(tx, { restApiId: restApi.id })).length >= MAX_STAGES) {
    throw new LimitExceededError(`An API has at most ${MAX_STAGES} stages. Delete one first.`);
  }
  const stage =
    existing === undefined
      ? await insertStage(tx, { id: newUuid(), restApiId: restApi.id, name, deploymentId })
      : await writeStage(tx, existing.id, { deploymentId });
  await bumpRevision(tx, [{ kind: 'stage', entityId: stage.id }]);
  await recordAudit(tx, ctx, {
    action: existing === undefined ? 'stage.create' : 'stage.update',
    targetType: 'stage',
    targetId: stage.id,
    targetName: `${name} of ${restApi.name}`,
    summary: `Deployment ${stage.deployment.number}${existing === undefined ? '' : `, was ${existing.deployment.number}`}`,
  });
  return stage;
}
