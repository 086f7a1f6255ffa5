import { type AuthorizerDetail, updateAuthorizerInput } from '@/lib/contract/authorizer';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields, summarise } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { requireAuthorizer, writeAuthorizer } from '@/lib/store/authorizers';
import { transaction } from '@/lib/store/client';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { refusePattern } from './refuse-pattern';
import { refuseUnknownPools } from './refuse-unknown-pools';

/** For all methods that use it, from the next deployment on. */
export async function updateAuthorizer(ctx: Ctx, input: unknown): Promise<AuthorizerDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, authorizerId, version, ...fields } = parse(updateAuthorizerInput, input);
  refusePattern(fields.identityValidationExpression);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireAuthorizer(tx, restApiId, authorizerId);
    if (before.version !== version) throw new StaleEditError(`The authorizer ${before.name}`);
    const changed = changedFields(before, fields);
    if (changed.length === 0) return before;
    await refuseUnknownPools(tx, accountId, fields.providerARNs, before.providerARNs);
    const authorizer = await writeAuthorizer(tx, before, fields);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'authorizer.update',
      targetType: 'authorizer',
      targetId: authorizerId,
      targetName: authorizer.name,
      summary: `In ${restApi.name}: ${summarise(before, fields, changed)}`,
    });
    return authorizer;
  });
}
