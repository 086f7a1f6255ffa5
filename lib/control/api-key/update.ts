import { type ApiKeySummary, updateApiKeyInput } from '@/lib/contract/api-key';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { changedFields, isEqual, summarise } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { oldValueIds, requireApiKey, writeApiKey, writeOldValues } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { requireUsagePlans } from '@/lib/store/usage-plans';
import { refuseOldValue, writeKeyPlans } from './write-plans';

/** Renames, disables, enables a key or puts it into other plans. Its old values follow. */
export async function updateApiKey(ctx: Ctx, input: unknown): Promise<Published<ApiKeySummary>> {
  const { accountId } = requireScope(ctx, 'api-key:write');
  const { apiKeyId, version, usagePlanIds, ...fields } = parse(updateApiKeyInput, input);
  const key = await transaction(ctx.db, async (tx) => {
    const before = await requireApiKey(tx, accountId, apiKeyId);
    if (before.version !== version) throw new StaleEditError('The API key');
    refuseOldValue(before);
    const changed = changedFields(before, fields);
    let summary = summarise(before, fields, changed);
    await writeApiKey(tx, apiKeyId, fields);
    await writeOldValues(tx, apiKeyId, fields.enabled === undefined ? {} : { enabled: fields.enabled });
    await bumpRevision(
      tx,
      [apiKeyId, ...(await oldValueIds(tx, apiKeyId))].map((entityId) => ({ kind: 'api-key', entityId })),
    );
    if (usagePlanIds !== undefined) {
      const wanted = [...new Set(usagePlanIds)].sort();
      await requireUsagePlans(tx, accountId, wanted);
      if (!isEqual(before.usagePlans.map(({ id }) => id).sort(), wanted)) {
        await writeKeyPlans(tx, before, wanted);
        const names = (await requireApiKey(tx, accountId, apiKeyId)).usagePlans.map(({ name }) => name);
        summary = [summary, `usage plans: ${names.join(', ') || '(none)'}`].filter(Boolean).join('; ');
      }
    }
    await recordAudit(tx, ctx, {
      action: changed.length === 1 && changed[0] === 'enabled' ? enabledAction(fields.enabled) : 'api-key.update',
      targetType: 'api-key',
      targetId: apiKeyId,
      targetName: fields.name ?? before.name,
      summary,
    });
    return requireApiKey(tx, accountId, apiKeyId);
  });
  return { ...key, publish: await publishChange(ctx) };
}

const enabledAction = (enabled: boolean | undefined): string => (enabled ? 'api-key.enable' : 'api-key.disable');
