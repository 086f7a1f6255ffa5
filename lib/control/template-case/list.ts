import { restApiRef } from '@/lib/contract/rest-api';
import type { TemplateCaseDetail } from '@/lib/contract/template-case';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { listTemplateCaseRecords } from '@/lib/store/template-cases';

/** A to Z, of all templates of the API. */
export async function listTemplateCases(ctx: Ctx, input: unknown): Promise<TemplateCaseDetail[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  return listTemplateCaseRecords(ctx.db, restApiId);
}
