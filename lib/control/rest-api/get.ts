import { type RestApiDetail, restApiRef } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { describeRestApi } from './present';

export async function getRestApi(ctx: Ctx, input: unknown): Promise<RestApiDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  return describeRestApi(ctx.db, await requireRestApi(ctx.db, accountId, restApiId));
}
