import { deleteMethodInput, type MethodRef } from '@/lib/contract/method';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteMethodRow, requireMethod } from '@/lib/store/methods';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';

export async function deleteMethod(ctx: Ctx, input: unknown): Promise<MethodRef> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { version, ...ref } = parse(deleteMethodInput, input);
  const { restApiId, resourceId, httpMethod } = ref;
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const resource = await requireResource(tx, restApiId, resourceId);
    const method = await requireMethod(tx, resourceId, httpMethod);
    if (version !== undefined && method.version !== version) {
      throw new StaleEditError(`${httpMethod} ${resource.path}`);
    }
    await deleteMethodRow(tx, method.id);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'method.delete',
      targetType: 'method',
      targetId: method.id,
      targetName: `${httpMethod} ${resource.path}`,
      summary: `In ${restApi.name}`,
    });
    return ref;
  });
}
