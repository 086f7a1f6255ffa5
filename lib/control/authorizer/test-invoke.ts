import { type TestAuthorizerResult, testAuthorizerInput } from '@/lib/contract/authorizer';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireAuthorizer } from '@/lib/store/authorizers';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { requireRestApi } from '@/lib/store/rest-apis';

/** Asks an authorizer of the working copy, without deploying it. */
export async function testInvokeAuthorizer(ctx: Ctx, input: unknown): Promise<TestAuthorizerResult> {
  const { accountId } = requireScope(ctx, 'rest-api:test');
  const { restApiId, authorizerId, queryString, ...request } = parse(testAuthorizerInput, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  await requireAuthorizer(ctx.db, restApiId, authorizerId);
  const { definition } = await loadWorkingCopy(ctx.db, restApiId);
  const query = queryString.replace(/^\?/, '');
  return ctx.runtime.testAuthorizer({ ...request, authorizerId, query, definition });
}
