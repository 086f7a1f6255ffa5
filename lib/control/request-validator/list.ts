import type { RequestValidatorDetail } from '@/lib/contract/request-validator';
import { restApiRef } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listRequestValidatorRecords } from '@/lib/store/request-validators';
import { requireRestApi } from '@/lib/store/rest-apis';

/** A to Z, each with the methods that use it. */
export async function listRequestValidators(ctx: Ctx, input: unknown): Promise<RequestValidatorDetail[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  return listRequestValidatorRecords(ctx.db, restApiId);
}
