import { type ApiKeyWithValue, apiKeyRef } from '@/lib/contract/api-key';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { readSealedValue, requireApiKey } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';

/** Shows a key's value. Who looked is part of the audit log: without the entry, no value. */
export async function revealApiKey(ctx: Ctx, input: unknown): Promise<ApiKeyWithValue> {
  const { accountId } = requireScope(ctx, 'api-key:reveal');
  const { apiKeyId } = parse(apiKeyRef, input);
  return transaction(ctx.db, async (tx) => {
    const key = await requireApiKey(tx, accountId, apiKeyId);
    const { valueEncrypted } = await readSealedValue(tx, apiKeyId);
    await recordAudit(tx, ctx, {
      action: 'api-key.reveal',
      targetType: 'api-key',
      targetId: apiKeyId,
      targetName: key.name,
    });
    return { ...key, value: ctx.secrets.open(valueEncrypted, apiKeyId) };
  });
}
