import { productRef } from '@/lib/contract/portal';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { refuseWhileSubscribed } from '@/lib/control/stage/refuse-while-subscribed';
import { deleteApiKeys } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { deleteProductRow, requireProduct } from '@/lib/store/products';
import { bumpRevision } from '@/lib/store/revision';

export interface DeletedProduct {
  readonly id: string;
  readonly title: string;
}

/** Takes the product out of the portal, with the keys of its ended subscriptions. The API stays. */
export async function deleteProduct(ctx: Ctx, input: unknown): Promise<Published<DeletedProduct>> {
  const { accountId } = requireScope(ctx, 'product:write');
  const { productId } = parse(productRef, input);
  const deleted = await transaction(ctx.db, async (tx) => {
    const product = await requireProduct(tx, accountId, productId);
    refuseWhileSubscribed(`“${product.title}”`, [
      { id: productId, title: product.title, activeSubscriptionCount: product.subscriptionCount },
    ]);
    const keyIds = await deleteProductRow(tx, productId);
    if (keyIds.length > 0) {
      await deleteApiKeys(tx, keyIds);
      await bumpRevision(
        tx,
        keyIds.map((entityId) => ({ kind: 'api-key', entityId })),
      );
    }
    await recordAudit(tx, ctx, {
      action: 'product.delete',
      targetType: 'product',
      targetId: productId,
      targetName: product.title,
    });
    return { id: productId, title: product.title };
  });
  return { ...deleted, publish: await publishChange(ctx) };
}
