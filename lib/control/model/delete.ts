import { deleteModelInput, type ModelRef, type ModelUse } from '@/lib/contract/model';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteModelRow, listModelRecords, readModelUses, requireModel } from '@/lib/store/models';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { methodPlace } from './present';

/** Deployments keep their copies. */
export async function deleteModel(ctx: Ctx, input: unknown): Promise<ModelRef> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, modelName, version } = parse(deleteModelInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const model = await requireModel(tx, restApiId, modelName);
    if (version !== undefined && model.version !== version) throw new StaleEditError(`The model ${modelName}`);
    const uses = await readModelUses(tx, restApiId, await listModelRecords(tx, restApiId));
    const [use] = uses.get(modelName) ?? [];
    if (use !== undefined) throw new ConflictError(`Cannot delete model '${modelName}', ${referenceText(use)}`);
    await deleteModelRow(tx, model.id);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'model.delete',
      targetType: 'model',
      targetId: `${restApiId}/${modelName}`,
      targetName: modelName,
      summary: `In ${restApi.name}`,
    });
    return { restApiId, modelName };
  });
}

/** "is referenced in method request: //ANY" */
function referenceText(use: ModelUse): string {
  return use.kind === 'model'
    ? `is referenced in model: ${use.modelName}`
    : `is referenced in method ${use.kind}: ${methodPlace(use.path, use.httpMethod)}`;
}
