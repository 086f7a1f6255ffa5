import { type ResourceNode, updateResourceInput } from '@/lib/contract/resource';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { InvalidInputError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { listResources, movePathsBelow, requireResource, writeResource } from '@/lib/store/resources';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { toResourceNode } from './present';
import { checkPlace, joinPath, pathParameters, subtree } from './rules';

/** Renames or moves a resource: the paths of everything below it follow. */
export async function updateResource(ctx: Ctx, input: unknown): Promise<ResourceNode> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, resourceId, version, ...change } = parse(updateResourceInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireResource(tx, restApiId, resourceId);
    if (before.version !== version) throw new StaleEditError(`The resource ${before.path}`);
    if (before.parentId === null) throw new InvalidInputError('Root resource cannot update its pathPart.');
    const pathPart = change.pathPart ?? before.pathPart;
    const parent = await requireResource(tx, restApiId, change.parentId ?? before.parentId);
    if (pathPart === before.pathPart && parent.id === before.parentId) return toResourceNode(before);

    const nodes = await listResources(tx, restApiId);
    const below = subtree(nodes, resourceId);
    if (below.some(({ id }) => id === parent.id)) throw cyclical();
    checkPlace(nodes, parent, pathPart, {
      id: resourceId,
      isParent: below.length > 1,
      parametersBelow: below.slice(1).flatMap((node) => pathParameters(node.pathPart)),
    });

    const path = joinPath(parent.path, pathPart);
    await writeResource(tx, resourceId, { parentId: parent.id, pathPart, path });
    await movePathsBelow(tx, restApiId, before.path, path);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'resource.update',
      targetType: 'resource',
      targetId: resourceId,
      targetName: path,
      summary: `In ${restApi.name}: was ${before.path}${below.length > 1 ? `, with ${below.length - 1} below it` : ''}`,
    });
    return toResourceNode(await requireResource(tx, restApiId, resourceId));
  });
}

function cyclical(): InvalidInputError {
  const message = 'Resources cannot be cyclical.';
  return new InvalidInputError(message, { parentId: [message] });
}
