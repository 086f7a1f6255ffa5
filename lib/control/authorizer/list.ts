import type { AuthorizerDetail } from '@/lib/contract/authorizer';
import { restApiRef } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listAuthorizerRecords } from '@/lib/store/authorizers';
import { requireRestApi } from '@/lib/store/rest-apis';

/** A to Z, each with the methods that use it. */
export async function listAuthorizers(ctx: Ctx, input: unknown): Promise<AuthorizerDetail[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  return listAuthorizerRecords(ctx.db, restApiId);
}
