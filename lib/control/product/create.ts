import { createProductInput, type ProductSummary } from '@/lib/contract/portal';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { newEntityId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { insertProduct, requireProduct } from '@/lib/store/products';
import { requireProductStage } from './require-stage';

/** Offers a stage in the portal, with the plans that are visible there and hold the stage. */
export async function createProduct(ctx: Ctx, input: unknown): Promise<ProductSummary> {
  const { accountId } = requireScope(ctx, 'product:write');
  const { stageName, ...fields } = parse(createProductInput, input);
  return transaction(ctx.db, async (tx) => {
    const id = newEntityId();
    const stageId = await requireProductStage(tx, accountId, { restApiId: fields.restApiId, stageName });
    await insertProduct(tx, { ...fields, id, accountId, stageId, createdAt: ctx.clock.now() });
    await recordAudit(tx, ctx, {
      action: 'product.create',
      targetType: 'product',
      targetId: id,
      targetName: fields.title,
      summary: fields.published ? 'Published.' : 'Not published.',
    });
    return requireProduct(tx, accountId, id);
  });
}
