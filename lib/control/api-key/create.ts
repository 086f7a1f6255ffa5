import { type ApiKeyWithValue, createApiKeyInput } from '@/lib/contract/api-key';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { refuseSharedStages } from '@/lib/control/usage-plan/one-plan-per-stage';
import { ConflictError } from '@/lib/errors';
import { newApiKeyValue, newEntityId } from '@/lib/ids';
import { insertApiKey, requireApiKey, valueHashInUse } from '@/lib/store/api-keys';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { requireUsagePlans } from '@/lib/store/usage-plans';
import { sealValue } from './seal-value';

export async function createApiKey(ctx: Ctx, input: unknown): Promise<Published<ApiKeyWithValue>> {
  const { accountId } = requireScope(ctx, 'api-key:write');
  const { value = newApiKeyValue(), usagePlanIds: givenPlanIds, ...fields } = parse(createApiKeyInput, input);
  const usagePlanIds = [...new Set(givenPlanIds)];
  const key = await transaction(ctx.db, async (tx) => {
    const id = newEntityId();
    const sealed = sealValue(ctx, id, value);
    await requireUsagePlans(tx, accountId, usagePlanIds);
    await refuseSharedStages(tx, usagePlanIds);
    if (await valueHashInUse(tx, sealed.valueHash)) {
      const message =
        'An API key with this value exists already. Values are unique: choose another, or leave it empty.';
      throw new ConflictError(message, { value: [message] });
    }
    await insertApiKey(
      tx,
      { ...fields, ...sealed, id, accountId, demo: false, createdAt: ctx.clock.now() },
      usagePlanIds,
    );
    await bumpRevision(tx, [{ kind: 'api-key', entityId: id }]);
    await recordAudit(tx, ctx, {
      action: 'api-key.create',
      targetType: 'api-key',
      targetId: id,
      targetName: fields.name,
    });
    return requireApiKey(tx, accountId, id);
  });
  return { ...key, value, publish: await publishChange(ctx) };
}
