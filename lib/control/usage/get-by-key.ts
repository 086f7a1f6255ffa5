import { getApiKeyUsageInput, type KeyUsage } from '@/lib/contract/usage-plan';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireApiKey } from '@/lib/store/api-keys';
import { findCountedPlans, planIdsThatCounted } from '@/lib/store/usage';
import { describeUsage, toDayRange } from './describe';

/** One entry per plan the key is in, or was counted under. An old value's requests are its key's. */
export async function getApiKeyUsage(ctx: Ctx, input: unknown): Promise<KeyUsage[]> {
  const { accountId } = requireScope(ctx, 'api-key:read');
  const { apiKeyId, ...dates } = parse(getApiKeyUsageInput, input);
  const asked = await requireApiKey(ctx.db, accountId, apiKeyId);
  const key = asked.rotatedFromId === null ? asked : await requireApiKey(ctx.db, accountId, asked.rotatedFromId);
  const range = toDayRange(dates);
  const counted = await planIdsThatCounted(ctx.db, { apiKeyId: key.id, ...range });
  const plans = await findCountedPlans(ctx.db, [...new Set([...key.usagePlans.map(({ id }) => id), ...counted])]);
  return describeUsage(
    ctx,
    plans.map((plan) => ({ plan, key })),
    range,
  );
}
