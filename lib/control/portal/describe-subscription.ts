import type { MySubscription } from '@/lib/contract/portal';
import type { Ctx } from '@/lib/control/context';
import { type CountedPair, describeUsage, today } from '@/lib/control/usage/describe';
import { loadServedDefinition } from '@/lib/store/products';
import type { OwnSubscription } from '@/lib/store/subscriptions';
import { findCountedPlans } from '@/lib/store/usage';
import { baseUrl, samplePath } from './base-url';

const USAGE_DAYS = 30;

/** A consumer's view of their subscriptions, usage included: one query for all of them. */
export async function describeSubscriptions(
  ctx: Ctx,
  subscriptions: readonly OwnSubscription[],
): Promise<MySubscription[]> {
  const stageIds = [...new Set(subscriptions.map(({ product }) => product.stage.id))];
  const [plans, paths] = await Promise.all([
    findCountedPlans(ctx.db, [...new Set(subscriptions.map(({ usagePlan }) => usagePlan.id))]),
    Promise.all(stageIds.map(async (id) => [id, samplePath(await loadServedDefinition(ctx.db, id))] as const)),
  ]);
  const samplePaths = new Map(paths);
  const pairs: CountedPair[] = subscriptions.flatMap(({ usagePlan, apiKeys }) => {
    const plan = plans.find(({ id }) => id === usagePlan.id);
    return plan ? apiKeys.filter((key) => key.rotatedFromId === null).map((key) => ({ plan, key })) : [];
  });
  const now = today(ctx);
  const usage = await describeUsage(ctx, pairs, { fromDay: now - USAGE_DAYS + 1, toDay: now });
  return subscriptions.map((subscription) => {
    const { product, usagePlan, apiKeys } = subscription;
    return {
      id: subscription.id,
      status: subscription.status,
      note: subscription.note,
      product: { id: product.id, title: product.title },
      usagePlan: { id: usagePlan.id, name: usagePlan.name },
      priceText: usagePlan.priceText,
      throttle: usagePlan.throttle,
      quota: usagePlan.quota,
      createdAt: subscription.createdAt.toISOString(),
      decidedAt: subscription.decidedAt?.toISOString() ?? null,
      baseUrl: baseUrl(product.restApiId, product.stage.name),
      samplePath: samplePaths.get(product.stage.id) ?? '/',
      keys: apiKeys.map(({ id, name, enabled, valueHint, expiresAt, rotatedFromId, createdAt }) => ({
        id,
        name,
        enabled,
        valueHint,
        rotatedFromId,
        expiresAt: expiresAt?.toISOString() ?? null,
        createdAt: createdAt.toISOString(),
      })),
      usage: usage.filter(
        (entry) => entry.usagePlanId === usagePlan.id && apiKeys.some((key) => key.id === entry.apiKeyId),
      ),
    };
  });
}

export async function describeSubscription(ctx: Ctx, subscription: OwnSubscription): Promise<MySubscription> {
  const [described] = await describeSubscriptions(ctx, [subscription]);
  if (!described) throw new Error('A subscription is described as one.');
  return described;
}
