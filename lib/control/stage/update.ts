import type { Published } from '@/lib/contract/result';
import { type StageDetail, updateStageInput } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { changedFields, summarise } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { loadDeploymentDefinition, requireDeployment } from '@/lib/store/deployments';
import { requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { requireStage, type StageRecord, writeStage } from '@/lib/store/stages';
import { refuseBesideCanary, refuseUncompilableCanary } from './canary';
import { refuseUnknownMethods } from './method-settings';
import { describeStage } from './present';
import { refuseUncompilable } from './refuse-uncompilable';

/** Takes effect at once; another deploymentId, usually an older one, is how a stage is rolled back. */
export async function updateStage(ctx: Ctx, input: unknown): Promise<Published<StageDetail>> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, stageName, version, ...fields } = parse(updateStageInput, input);
  const updated = await transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireStage(tx, restApiId, stageName);
    if (before.version !== version) throw new StaleEditError(`The stage ${stageName}`);
    const changed = changedFields(before, fields);
    if (changed.length === 0) return describeStage(tx, before, restApi);

    if (changed.includes('deploymentId')) refuseBesideCanary(before);
    const deploymentId = fields.deploymentId ?? before.deploymentId;
    await requireDeployment(tx, restApiId, deploymentId);
    const definition = await loadDeploymentDefinition(tx, deploymentId);
    if (fields.methodSettings) {
      const canary = before.canary && (await loadDeploymentDefinition(tx, before.canary.deploymentId));
      const definitions = canary ? [definition, canary] : [definition];
      refuseUnknownMethods(definitions, fields.methodSettings, before.methodSettings);
    }
    if (changed.includes('deploymentId') || changed.includes('variables')) {
      const variables = fields.variables ?? before.variables;
      refuseUncompilable(ctx, 'The stage', definition, variables);
      if (before.canary !== null) await refuseUncompilableCanary(tx, ctx, before.canary, variables);
    }

    const stage = await writeStage(tx, before.id, fields);
    await bumpRevision(tx, [{ kind: 'stage', entityId: stage.id }]);
    await recordAudit(tx, ctx, {
      action: 'stage.update',
      targetType: 'stage',
      targetId: stage.id,
      targetName: `${stageName} of ${restApi.name}`,
      summary: describeChange(before, stage, fields, changed),
    });
    return describeStage(tx, stage, restApi);
  });
  return { ...updated, publish: await publishChange(ctx, [updated.id]) };
}

/** Variables by name only: their values may be more than the log should keep. */
function describeChange(before: StageRecord, after: StageRecord, fields: object, changed: readonly string[]): string {
  const parts = [];
  if (changed.includes('deploymentId')) {
    parts.push(`Deployment ${after.deployment.number}, was ${before.deployment.number}`);
  }
  if (changed.includes('variables')) {
    const names = [...new Set([...Object.keys(before.variables), ...Object.keys(after.variables)])];
    parts.push(`variables: ${names.filter((name) => before.variables[name] !== after.variables[name]).join(', ')}`);
  }
  const rest = changed.filter((field) => field !== 'deploymentId' && field !== 'variables');
  return [...parts, ...(rest.length === 0 ? [] : [summarise(before, fields, rest)])].join('; ');
}
