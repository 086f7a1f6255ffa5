import { type MethodDetail, methodRef } from '@/lib/contract/method';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireMethod } from '@/lib/store/methods';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi } from '@/lib/store/rest-apis';
import { toMethodDetail } from './present';

export async function getMethod(ctx: Ctx, input: unknown): Promise<MethodDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId, resourceId, httpMethod } = parse(methodRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const resource = await requireResource(ctx.db, restApiId, resourceId);
  return toMethodDetail(await requireMethod(ctx.db, resourceId, httpMethod), resource);
}
