import { HTTP_VERBS } from '@/lib/contract/common';
import { createResourceInput, enableCorsInput, type ResourceNode } from '@/lib/contract/resource';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { corsMethod } from '@/lib/control/resource/cors';
import { transaction } from '@/lib/store/client';
import { insertMethod } from '@/lib/store/methods';
import { insertResource, listResources, requireResource } from '@/lib/store/resources';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { toResourceNode } from './present';
import { checkPlace, joinPath, refuseWhenFull } from './rules';

export async function createResource(ctx: Ctx, input: unknown): Promise<ResourceNode> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, parentId, pathPart, cors } = parse(createResourceInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const parent = await requireResource(tx, restApiId, parentId);
    const nodes = await listResources(tx, restApiId);
    refuseWhenFull(nodes);
    checkPlace(nodes, parent, pathPart);

    const path = joinPath(parent.path, pathPart);
    const id = await insertResource(tx, { restApiId, parentId, pathPart, path });
    if (cors) {
      // No methods exist yet: as in API Gateway's console, the preflight allows all that may come.
      const defaults = enableCorsInput.parse({ restApiId, resourceId: id });
      await insertMethod(tx, id, 'OPTIONS', corsMethod(defaults, HTTP_VERBS));
    }
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'resource.create',
      targetType: 'resource',
      targetId: id,
      targetName: path,
      summary: `In ${restApi.name}${cors ? ', with CORS' : ''}`,
    });
    return toResourceNode(await requireResource(tx, restApiId, id));
  });
}
