import { type ProductSummary, productRef } from '@/lib/contract/portal';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireProduct } from '@/lib/store/products';

export async function getProduct(ctx: Ctx, input: unknown): Promise<ProductSummary> {
  const { accountId } = requireScope(ctx, 'product:read');
  return requireProduct(ctx.db, accountId, parse(productRef, input).productId);
}
