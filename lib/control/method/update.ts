import { type MethodDetail, updateMethodInput } from '@/lib/contract/method';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { replaceMethod, requireMethod } from '@/lib/store/methods';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { toMethodDetail } from './present';
import { refuseProblems } from './refuse-problems';

/** Replaces the method's request, integration and responses as one edit. */
export async function updateMethod(ctx: Ctx, input: unknown): Promise<MethodDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, resourceId, httpMethod, version, ...config } = parse(updateMethodInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const resource = await requireResource(tx, restApiId, resourceId);
    const before = await requireMethod(tx, resourceId, httpMethod);
    if (before.version !== version) throw new StaleEditError(`${httpMethod} ${resource.path}`);
    await refuseProblems(ctx, tx, resource, { ...config, httpMethod });
    const changed = changedFields(before, config);
    if (changed.length === 0) return toMethodDetail(before, resource);

    const method = await replaceMethod(tx, before, config);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'method.update',
      targetType: 'method',
      targetId: method.id,
      targetName: `${httpMethod} ${resource.path}`,
      summary: `In ${restApi.name}: ${changed.join(', ')}`,
    });
    return toMethodDetail(method, resource);
  });
}
