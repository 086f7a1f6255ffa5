import { getUsagePlanUsageInput, type KeyUsage } from '@/lib/contract/usage-plan';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { requireApiKey } from '@/lib/store/api-keys';
import { busiestKeyIds, findCountedKeys, findCountedPlans, newestKeysOfPlan } from '@/lib/store/usage';
import { requireUsagePlan } from '@/lib/store/usage-plans';
import { describeUsage, toDayRange } from './describe';

/** A plan may have thousands of keys; people look at the busiest. */
const MAX_KEYS = 200;

/** Busiest keys first, then those of the plan without requests. */
export async function getUsagePlanUsage(ctx: Ctx, input: unknown): Promise<KeyUsage[]> {
  const { accountId } = requireScope(ctx, 'usage-plan:read');
  const { usagePlanId, apiKeyId, ...dates } = parse(getUsagePlanUsageInput, input);
  await requireUsagePlan(ctx.db, accountId, usagePlanId);
  if (apiKeyId !== undefined) await requireApiKey(ctx.db, accountId, apiKeyId);
  const range = toDayRange(dates);
  const [plan] = await findCountedPlans(ctx.db, [usagePlanId]);
  if (!plan) throw new NotFoundError(`The usage plan ${usagePlanId}`);
  const keys =
    apiKeyId === undefined ? await shownKeys(ctx, usagePlanId, range) : await findCountedKeys(ctx.db, [apiKeyId]);
  return describeUsage(
    ctx,
    keys.map((key) => ({ plan, key })),
    range,
  );
}

async function shownKeys(ctx: Ctx, usagePlanId: string, range: { fromDay: number; toDay: number }) {
  const [busiestIds, members] = await Promise.all([
    busiestKeyIds(ctx.db, { usagePlanId, ...range, limit: MAX_KEYS }),
    newestKeysOfPlan(ctx.db, usagePlanId, MAX_KEYS),
  ]);
  const busiest = await findCountedKeys(ctx.db, busiestIds);
  const byId = new Map(busiest.map((key) => [key.id, key]));
  const inOrder = busiestIds.flatMap((id) => byId.get(id) ?? []);
  return [...inOrder, ...members.filter(({ id }) => !byId.has(id))].slice(0, MAX_KEYS);
}
