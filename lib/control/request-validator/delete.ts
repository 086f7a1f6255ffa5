import { deleteRequestValidatorInput, type RequestValidatorRef } from '@/lib/contract/request-validator';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { methodPlace } from '@/lib/control/model/present';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteRequestValidatorRow, requireRequestValidator } from '@/lib/store/request-validators';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';

/** Deployments keep their copies. */
export async function deleteRequestValidator(ctx: Ctx, input: unknown): Promise<RequestValidatorRef> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, requestValidatorId, version } = parse(deleteRequestValidatorInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const validator = await requireRequestValidator(tx, restApiId, requestValidatorId);
    const { name, usedBy } = validator;
    if (version !== undefined && validator.version !== version)
      throw new StaleEditError(`The request validator ${name}`);
    const [user] = usedBy;
    if (user !== undefined) {
      throw new ConflictError(
        `Cannot delete request validator '${name}', is referenced in method request: ${methodPlace(user.path, user.httpMethod)}`,
      );
    }
    await deleteRequestValidatorRow(tx, requestValidatorId);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'request-validator.delete',
      targetType: 'request-validator',
      targetId: requestValidatorId,
      targetName: name,
      summary: `In ${restApi.name}`,
    });
    return { restApiId, requestValidatorId };
  });
}
