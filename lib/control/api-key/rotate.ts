import { type ApiKeyWithValue, rotateApiKeyInput } from '@/lib/contract/api-key';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { requireApiKey, subscriptionIdOfKey } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { overlapText, rotateValue } from './rotate-value';

export async function rotateApiKey(ctx: Ctx, input: unknown): Promise<Published<ApiKeyWithValue>> {
  const { accountId } = requireScope(ctx, 'api-key:write');
  const { apiKeyId, overlapSeconds } = parse(rotateApiKeyInput, input);
  const rotated = await transaction(ctx.db, async (tx) => {
    const key = await requireApiKey(tx, accountId, apiKeyId);
    const subscriptionId = await subscriptionIdOfKey(tx, apiKeyId);
    const value = await rotateValue(tx, ctx, { key, accountId, subscriptionId, overlapSeconds });
    await recordAudit(tx, ctx, {
      action: 'api-key.rotate',
      targetType: 'api-key',
      targetId: apiKeyId,
      targetName: key.name,
      summary: overlapText(overlapSeconds),
    });
    return { ...(await requireApiKey(tx, accountId, apiKeyId)), value };
  });
  return { ...rotated, publish: await publishChange(ctx) };
}
