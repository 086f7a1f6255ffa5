import { type ModelDetail, updateModelInput } from '@/lib/contract/model';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { listModelRecords, readModelUses, requireModel, writeModel } from '@/lib/store/models';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { toModelDetail } from './present';
import { refuseBroken } from './refuse-broken';

/** Served from the next deployment on. */
export async function updateModel(ctx: Ctx, input: unknown): Promise<ModelDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, modelName, version, ...fields } = parse(updateModelInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireModel(tx, restApiId, modelName);
    if (before.version !== version) throw new StaleEditError(`The model ${modelName}`);
    const changed = changedFields(before, fields);
    const others = await listModelRecords(tx, restApiId);
    if (changed.includes('schema')) refuseBroken(ctx, { ...before, ...fields }, others);
    const model = changed.length === 0 ? before : await writeModel(tx, before.id, fields);
    if (changed.length > 0) {
      await touchDefinition(tx, restApiId);
      await recordAudit(tx, ctx, {
        action: 'model.update',
        targetType: 'model',
        targetId: `${restApiId}/${modelName}`,
        targetName: modelName,
        summary: `In ${restApi.name}: ${changed.join(', ')}`,
      });
    }
    const uses = await readModelUses(tx, restApiId, await listModelRecords(tx, restApiId));
    return toModelDetail(model, uses.get(modelName) ?? []);
  });
}
