import { type AuthorizerRef, deleteAuthorizerInput } from '@/lib/contract/authorizer';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { methodPlace } from '@/lib/control/model/present';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { deleteAuthorizerRow, requireAuthorizer } from '@/lib/store/authorizers';
import { transaction } from '@/lib/store/client';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';

/** Deployments keep their copies. */
export async function deleteAuthorizer(ctx: Ctx, input: unknown): Promise<AuthorizerRef> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, authorizerId, version } = parse(deleteAuthorizerInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const authorizer = await requireAuthorizer(tx, restApiId, authorizerId);
    const { name, usedBy } = authorizer;
    if (version !== undefined && authorizer.version !== version) throw new StaleEditError(`The authorizer ${name}`);
    if (usedBy.length > 0) {
      const methods = usedBy.map(({ path, httpMethod }) => methodPlace(path, httpMethod));
      throw new ConflictError(
        `Cannot delete authorizer '${name}', is referenced in method${methods.length > 1 ? 's' : ''}: ${methods.join(', ')}`,
      );
    }
    await deleteAuthorizerRow(tx, authorizerId);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'authorizer.delete',
      targetType: 'authorizer',
      targetId: authorizerId,
      targetName: name,
      summary: `In ${restApi.name}`,
    });
    return { restApiId, authorizerId };
  });
}
