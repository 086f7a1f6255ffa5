import { restApiRef } from '@/lib/contract/rest-api';
import type { TemplateCaseResult } from '@/lib/contract/template-case';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { requireRestApi } from '@/lib/store/rest-apis';
import { listTemplateCaseRecords } from '@/lib/store/template-cases';
import { runCases } from './run-cases';

/** What the working copy makes of all cases of the API, as a deploy would find them. */
export async function runTemplateCases(ctx: Ctx, input: unknown): Promise<TemplateCaseResult[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const cases = await listTemplateCaseRecords(ctx.db, restApiId);
  if (cases.length === 0) return [];
  return runCases(ctx, (await loadWorkingCopy(ctx.db, restApiId)).definition, cases);
}
