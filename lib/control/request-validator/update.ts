import { type RequestValidatorDetail, updateRequestValidatorInput } from '@/lib/contract/request-validator';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields, summarise } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireRequestValidator, writeRequestValidator } from '@/lib/store/request-validators';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';

/** For all methods that use it, from the next deployment on. */
export async function updateRequestValidator(ctx: Ctx, input: unknown): Promise<RequestValidatorDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, requestValidatorId, version, ...fields } = parse(updateRequestValidatorInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireRequestValidator(tx, restApiId, requestValidatorId);
    if (before.version !== version) throw new StaleEditError(`The request validator ${before.name}`);
    const changed = changedFields(before, fields);
    if (changed.length === 0) return before;
    const validator = await writeRequestValidator(tx, requestValidatorId, fields);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'request-validator.update',
      targetType: 'request-validator',
      targetId: requestValidatorId,
      targetName: validator.name,
      summary: `In ${restApi.name}: ${summarise(before, fields, changed)}`,
    });
    return validator;
  });
}
