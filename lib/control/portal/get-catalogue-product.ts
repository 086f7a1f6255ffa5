import { type CatalogueProductDetail, productRef } from '@/lib/contract/portal';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { listRoutes } from '@/lib/control/deployment/present';
import { loadServedDefinition, requirePublishedProduct } from '@/lib/store/products';
import { liveSubscriptionIds } from '@/lib/store/subscriptions';
import { baseUrl } from './base-url';

export async function getCatalogueProduct(ctx: Ctx, input: unknown): Promise<CatalogueProductDetail> {
  const { userId } = requirePerson(ctx);
  const { productId } = parse(productRef, input);
  const product = await requirePublishedProduct(ctx.db, productId);
  const [definition, subscriptions] = await Promise.all([
    loadServedDefinition(ctx.db, product.stageId),
    liveSubscriptionIds(ctx.db, userId, productId),
  ]);
  return {
    id: product.id,
    title: product.title,
    summary: product.summary,
    documentation: product.documentation,
    ownerName: product.ownerName,
    baseUrl: baseUrl(product.restApiId, product.stageName),
    plans: product.plans.map((plan) => ({
      ...plan,
      subscriptionId: subscriptions.get(`${productId} ${plan.id}`) ?? null,
    })),
    // Preflight requests are the browser's business, not a developer's.
    operations: listRoutes(definition)
      .filter(({ method }) => method !== 'OPTIONS')
      .map(({ path, method, definition: { apiKeyRequired } }) => ({ path, method, apiKeyRequired })),
  };
}
