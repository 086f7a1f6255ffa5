import { createRequestValidatorInput, type RequestValidatorDetail } from '@/lib/contract/request-validator';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { insertRequestValidator } from '@/lib/store/request-validators';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';

/** Names need not be unique: as on AWS, the id tells two validators apart. */
export async function createRequestValidator(ctx: Ctx, input: unknown): Promise<RequestValidatorDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, ...fields } = parse(createRequestValidatorInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const validator = await insertRequestValidator(tx, restApiId, fields);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'request-validator.create',
      targetType: 'request-validator',
      targetId: validator.id,
      targetName: validator.name,
      summary: `In ${restApi.name}`,
    });
    return validator;
  });
}
