import type { CatalogueProduct } from '@/lib/contract/portal';
import { type Ctx, requirePerson } from '@/lib/control/context';
import { listPublishedProducts } from '@/lib/store/products';
import { liveSubscriptionIds } from '@/lib/store/subscriptions';

export async function listCatalogue(ctx: Ctx): Promise<CatalogueProduct[]> {
  const { userId } = requirePerson(ctx);
  const [products, subscriptions] = await Promise.all([
    listPublishedProducts(ctx.db),
    liveSubscriptionIds(ctx.db, userId),
  ]);
  return products.map(({ id, title, summary, ownerName, plans }) => ({
    id,
    title,
    summary,
    ownerName,
    plans: plans.map((plan) => ({ ...plan, subscriptionId: subscriptions.get(`${id} ${plan.id}`) ?? null })),
  }));
}
