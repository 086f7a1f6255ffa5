import { type DeletedResource, resourceRef } from '@/lib/contract/resource';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteResourceRow, listResources, requireResource } from '@/lib/store/resources';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { subtree } from './rules';

/** Takes everything below along. Deployments keep their copies: the gateway serves it until the next deploy. */
export async function deleteResource(ctx: Ctx, input: unknown): Promise<DeletedResource> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, resourceId } = parse(resourceRef, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const resource = await requireResource(tx, restApiId, resourceId);
    if (resource.parentId === null)
      throw new InvalidInputError('The root resource can’t be deleted. Delete the API instead.');
    const gone = subtree(await listResources(tx, restApiId), resourceId);
    const resourceCount = gone.length;
    const methodCount = gone.reduce((sum, { methods }) => sum + methods.length, 0);
    await deleteResourceRow(tx, resourceId);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'resource.delete',
      targetType: 'resource',
      targetId: resourceId,
      targetName: resource.path,
      summary: `In ${restApi.name}: ${resourceCount} ${resourceCount === 1 ? 'resource' : 'resources'}, ${methodCount} ${methodCount === 1 ? 'method' : 'methods'}`,
    });
    return { id: resourceId, path: resource.path, resourceCount, methodCount };
  });
}
