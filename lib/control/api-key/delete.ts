import { apiKeyRef } from '@/lib/contract/api-key';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { deleteApiKeys, oldValueIds, requireApiKey } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';

export interface DeletedApiKey {
  readonly id: string;
  readonly name: string;
}

/** With its old values and its usage. */
export async function deleteApiKey(ctx: Ctx, input: unknown): Promise<Published<DeletedApiKey>> {
  const { accountId } = requireScope(ctx, 'api-key:write');
  const { apiKeyId } = parse(apiKeyRef, input);
  const deleted = await transaction(ctx.db, async (tx) => {
    const key = await requireApiKey(tx, accountId, apiKeyId);
    const ids = [apiKeyId, ...(await oldValueIds(tx, apiKeyId))];
    await deleteApiKeys(tx, ids);
    await bumpRevision(
      tx,
      ids.map((entityId) => ({ kind: 'api-key', entityId })),
    );
    await recordAudit(tx, ctx, {
      action: 'api-key.delete',
      targetType: 'api-key',
      targetId: apiKeyId,
      targetName: key.name,
      summary: key.usagePlans.length === 0 ? '' : `Was in ${key.usagePlans.map(({ name }) => name).join(', ')}.`,
    });
    return { id: apiKeyId, name: key.name };
  });
  return { ...deleted, publish: await publishChange(ctx) };
}
