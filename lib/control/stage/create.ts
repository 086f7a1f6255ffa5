import type { Published } from '@/lib/contract/result';
import { createStageInput, MAX_STAGES, type StageDetail } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError, LimitExceededError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { loadDeploymentDefinition, requireDeployment } from '@/lib/store/deployments';
import { requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { insertStage, listStageRecords } from '@/lib/store/stages';
import { refuseUnknownMethods } from './method-settings';
import { describeStage } from './present';

export async function createStage(ctx: Ctx, input: unknown): Promise<Published<StageDetail>> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, ...fields } = parse(createStageInput, input);
  const created = await transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const { number } = await requireDeployment(tx, restApiId, fields.deploymentId);
    const stages = await listStageRecords(tx, { restApiId });
    if (stages.some(({ name }) => name === fields.name)) {
      throw new ConflictError(`Stage already exists: ${fields.name}`, {
        name: ['A stage of this name already exists.'],
      });
    }
    if (stages.length >= MAX_STAGES) {
      throw new LimitExceededError(`An API has at most ${MAX_STAGES} stages. Delete one first.`);
    }
    refuseUnknownMethods([await loadDeploymentDefinition(tx, fields.deploymentId)], fields.methodSettings ?? {});

    const stage = await insertStage(tx, { id: newUuid(), restApiId, ...fields });
    await bumpRevision(tx, [{ kind: 'stage', entityId: stage.id }]);
    await recordAudit(tx, ctx, {
      action: 'stage.create',
      targetType: 'stage',
      targetId: stage.id,
      targetName: `${stage.name} of ${restApi.name}`,
      summary: `Deployment ${number}`,
    });
    return describeStage(tx, stage, restApi);
  });
  return { ...created, publish: await publishChange(ctx, [created.id]) };
}
