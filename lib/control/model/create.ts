import { createModelInput, type ModelDetail } from '@/lib/contract/model';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { insertModel, listModelRecords, readModelUses } from '@/lib/store/models';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { toModelDetail } from './present';
import { refuseBroken } from './refuse-broken';

export async function createModel(ctx: Ctx, input: unknown): Promise<ModelDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, ...fields } = parse(createModelInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const others = await listModelRecords(tx, restApiId);
    const model = await insertModel(tx, restApiId, fields);
    refuseBroken(ctx, model, others);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'model.create',
      targetType: 'model',
      targetId: `${restApiId}/${model.name}`,
      targetName: model.name,
      summary: `In ${restApi.name}`,
    });
    const uses = await readModelUses(tx, restApiId, [...others, model]);
    return toModelDetail(model, uses.get(model.name) ?? []);
  });
}
