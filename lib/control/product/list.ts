import type { ProductSummary } from '@/lib/contract/portal';
import { type Ctx, requireScope } from '@/lib/control/context';
import { listProductSummaries } from '@/lib/store/products';

export async function listProducts(ctx: Ctx): Promise<ProductSummary[]> {
  const { accountId } = requireScope(ctx, 'product:read');
  return listProductSummaries(ctx.db, accountId);
}
