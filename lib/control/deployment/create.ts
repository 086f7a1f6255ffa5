import { type CreateDeploymentInput, createDeploymentInput, type DeploymentResult } from '@/lib/contract/deployment';
import type { Published } from '@/lib/contract/result';
import { MAX_STAGES } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { canaryWith, percentText } from '@/lib/control/stage/canary';
import { toStageSummary } from '@/lib/control/stage/present';
import { ConflictError, InvalidInputError, LimitExceededError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { type Tx, transaction } from '@/lib/store/client';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { insertDeployment, requireDeployment } from '@/lib/store/deployments';
import { type RestApiRow, requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { findStage, insertStage, listStageRecords, type StageRecord, writeStage } from '@/lib/store/stages';
import { toDeploymentSummary } from './present';
import { refuseFailingCases } from './refuse-failing-cases';
import { refuseUndeployable } from './refuse-undeployable';

const ATTEMPTS = 5;

/**
 * Copies the working definition, immutable from now on, and points a stage at the copy; a new name makes the stage. Where
 * the stage has a canary, the copy goes to that and the stage's own deployment stays.
 */
export async function createDeployment(ctx: Ctx, input: unknown): Promise<Published<DeploymentResult>> {
  const actor = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, stageName, description, canarySettings, overrideFailingCases } = parse(
    createDeploymentInput,
    input,
  );

  // Compiling is slow beside a transaction that others wait for: it comes first, and the copy is only kept
  // if nobody has edited the definition since.
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const restApi = await requireRestApi(ctx.db, actor.accountId, restApiId);
    const { definition, definitionVersion } = await loadWorkingCopy(ctx.db, restApiId);
    const target = stageName === undefined ? undefined : await findStage(ctx.db, restApiId, stageName);
    if (canarySettings !== undefined && target === undefined) throw new InvalidInputError(noStageForCanary(stageName));
    const overrides = canarySettings?.stageVariableOverrides ?? target?.canary?.stageVariableOverrides;
    refuseUndeployable(ctx, definition, { ...target?.variables, ...overrides });
    const failingCases = await refuseFailingCases(ctx, definition, { overrides: overrideFailingCases });

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
      const stage =
        stageName === undefined ? undefined : await pointStage(tx, ctx, current, stageName, id, canarySettings);
      await recordAudit(tx, ctx, {
        action: 'deployment.create',
        targetType: 'deployment',
        targetId: id,
        targetName: `Deployment ${number} of ${restApi.name}`,
        summary: `${
          stage === undefined ? 'To no stage' : `To ${isOnCanary(stage, id) ? 'the canary of ' : ''}${stage.name}`
        }${failingCases.length === 0 ? '' : `, although template cases fail: ${failingCases.join(', ')}`}`,
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
  canarySettings: CreateDeploymentInput['canarySettings'],
): Promise<StageRecord> {
  const existing = await findStage(tx, restApi.id, name);
  if (existing === undefined && (await listStageRecords(tx, { restApiId: restApi.id })).length >= MAX_STAGES) {
    throw new LimitExceededError(`An API has at most ${MAX_STAGES} stages. Delete one first.`);
  }
  if (existing !== undefined && (existing.canary !== null || canarySettings !== undefined)) {
    return pointCanary(tx, ctx, restApi, existing, { ...canarySettings, deploymentId });
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

async function pointCanary(
  tx: Tx,
  ctx: Ctx,
  restApi: RestApiRow,
  existing: StageRecord,
  changes: Parameters<typeof canaryWith>[1],
): Promise<StageRecord> {
  const stage = await writeStage(tx, existing.id, { canary: canaryWith(existing, changes) });
  await bumpRevision(tx, [{ kind: 'stage', entityId: stage.id }]);
  const was = existing.canary === null ? '' : `, was ${existing.canary.deployment.number}`;
  await recordAudit(tx, ctx, {
    action: existing.canary === null ? 'stage.create-canary' : 'stage.update-canary',
    targetType: 'stage',
    targetId: stage.id,
    targetName: `${stage.name} of ${restApi.name}`,
    summary: `Deployment ${stage.canary?.deployment.number}${was}; ${percentText(stage.canary?.percentTraffic ?? 0)} of the requests`,
  });
  return stage;
}

const isOnCanary = (stage: StageRecord, deploymentId: string): boolean => stage.canary?.deploymentId === deploymentId;

/** AWS's sentence, with its missing space. */
const noStageForCanary = (stageName: string | undefined): string =>
  stageName === undefined
    ? 'Name the stage whose canary gets the deployment.'
    : `Invalid deployment content specified.Stage ${stageName} must already be created before making a canary release deployment`;
