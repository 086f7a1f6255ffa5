import { type ProductSummary, updateProductInput } from '@/lib/contract/portal';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields } from '@/lib/control/summary';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireProduct, writeProduct } from '@/lib/store/products';
import { requireProductStage } from './require-stage';

export async function updateProduct(ctx: Ctx, input: unknown): Promise<ProductSummary> {
  const { accountId } = requireScope(ctx, 'product:write');
  const { productId, version, stageName, ...fields } = parse(updateProductInput, input);
  return transaction(ctx.db, async (tx) => {
    const before = await requireProduct(tx, accountId, productId);
    if (before.version !== version) throw new StaleEditError('The product');
    const moves = before.restApiId !== fields.restApiId || before.stageName !== stageName;
    if (moves && before.subscriptionCount > 0) {
      const message = `“${before.title}” has ${before.subscriptionCount} subscriptions to ${before.restApiName}/${before.stageName}. Publish another product for another stage.`;
      throw new ConflictError(message, { stageName: [message] });
    }
    const stageId = await requireProductStage(tx, accountId, { restApiId: fields.restApiId, stageName });
    await writeProduct(tx, productId, { ...fields, stageId });
    const after = await requireProduct(tx, accountId, productId);
    const changed = changedFields(before, after).filter((field) => field !== 'version' && field !== 'updatedAt');
    await recordAudit(tx, ctx, {
      action: publishAction(before.published, after.published),
      targetType: 'product',
      targetId: productId,
      targetName: after.title,
      summary: changed.length === 0 ? 'Nothing differs.' : `Changed: ${changed.join(', ')}.`,
    });
    return after;
  });
}

function publishAction(before: boolean, after: boolean): string {
  if (before === after) return 'product.update';
  return after ? 'product.publish' : 'product.unpublish';
}
