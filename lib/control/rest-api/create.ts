import { createRestApiInput, type RestApiDetail } from '@/lib/contract/rest-api';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { newEntityId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { insertRestApi } from '@/lib/store/rest-apis';
import { describeRestApi } from './present';

/** Names need not be unique: as on AWS, the id tells two APIs apart. */
export async function createRestApi(ctx: Ctx, input: unknown): Promise<RestApiDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const fields = parse(createRestApiInput, input);
  return transaction(ctx.db, async (tx) => {
    const row = await insertRestApi(tx, { id: newEntityId(), accountId, createdAt: ctx.clock.now(), ...fields });
    await recordAudit(tx, ctx, {
      action: 'rest-api.create',
      targetType: 'rest-api',
      targetId: row.id,
      targetName: row.name,
    });
    return describeRestApi(tx, row);
  });
}
