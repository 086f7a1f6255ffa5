import { type AuthorizerDetail, createAuthorizerInput, MAX_AUTHORIZERS } from '@/lib/contract/authorizer';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { LimitExceededError } from '@/lib/errors';
import { insertAuthorizer, listAuthorizerRecords } from '@/lib/store/authorizers';
import { transaction } from '@/lib/store/client';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { refusePattern } from './refuse-pattern';
import { refuseUnknownPools } from './refuse-unknown-pools';

export async function createAuthorizer(ctx: Ctx, input: unknown): Promise<AuthorizerDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, ...fields } = parse(createAuthorizerInput, input);
  refusePattern(fields.identityValidationExpression);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    if ((await listAuthorizerRecords(tx, restApiId)).length >= MAX_AUTHORIZERS) {
      throw new LimitExceededError(`An API has at most ${MAX_AUTHORIZERS} authorizers. Delete one first.`);
    }
    await refuseUnknownPools(tx, accountId, fields.providerARNs);
    const authorizer = await insertAuthorizer(tx, restApiId, fields);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'authorizer.create',
      targetType: 'authorizer',
      targetId: authorizer.id,
      targetName: authorizer.name,
      summary: `In ${restApi.name}: ${authorizer.type}`,
    });
    return authorizer;
  });
}
