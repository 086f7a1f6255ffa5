import type { Published } from '@/lib/contract/result';
import { type CanarySettings, putCanaryInput, type StageDetail } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { changedFields } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { type CanaryRecord, requireStage, writeStage } from '@/lib/store/stages';
import { canaryWith, changedNames, percentText, refuseUncompilableCanary, requireCanaryDeployment } from './canary';
import { describeStage } from './present';

/** Sends a share of the stage's requests to another deployment, or changes how many, which one and with what variables. */
export async function putStageCanary(ctx: Ctx, input: unknown): Promise<Published<StageDetail>> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, stageName, version, ...fields } = parse(putCanaryInput, input);
  const updated = await transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireStage(tx, restApiId, stageName);
    if (before.version !== version) throw new StaleEditError(`The stage ${stageName}`);
    const canary = canaryWith(before, fields);
    if (before.canary !== null && changedFields(before.canary, canary).length === 0) {
      return describeStage(tx, before, restApi);
    }
    const number = await requireCanaryDeployment(tx, restApiId, canary.deploymentId);
    await refuseUncompilableCanary(tx, ctx, canary, before.variables);

    const stage = await writeStage(tx, before.id, { canary });
    await bumpRevision(tx, [{ kind: 'stage', entityId: stage.id }]);
    await recordAudit(tx, ctx, {
      action: before.canary === null ? 'stage.create-canary' : 'stage.update-canary',
      targetType: 'stage',
      targetId: stage.id,
      targetName: `${stageName} of ${restApi.name}`,
      summary: describeChange(before.canary, canary, number),
    });
    return describeStage(tx, stage, restApi);
  });
  return { ...updated, publish: await publishChange(ctx, [updated.id]) };
}

/** Variables by name only, as everywhere in the log. */
function describeChange(before: CanaryRecord | null, after: CanarySettings, number: number): string {
  const parts: string[] = [];
  if (before?.deploymentId !== after.deploymentId) {
    parts.push(`Deployment ${number}${before === null ? '' : `, was ${before.deployment.number}`}`);
  }
  if (before?.percentTraffic !== after.percentTraffic) {
    const was = before === null ? '' : `, was ${percentText(before.percentTraffic)}`;
    parts.push(`${percentText(after.percentTraffic)} of the requests${was}`);
  }
  const names = changedNames(before?.stageVariableOverrides ?? {}, after.stageVariableOverrides);
  if (names.length > 0) parts.push(`variables: ${names.join(', ')}`);
  if ((before?.useStageCache ?? false) !== after.useStageCache) {
    parts.push(after.useStageCache ? 'uses the stage’s cache' : 'has a cache of its own');
  }
  return parts.join('; ');
}
