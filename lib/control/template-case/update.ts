import { type TemplateCaseDetail, updateTemplateCaseInput } from '@/lib/contract/template-case';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { requireRestApi } from '@/lib/store/rest-apis';
import { listTemplateCaseRecords, requireTemplateCase, writeTemplateCase } from '@/lib/store/template-cases';
import { refuseTooMuch } from './refuse-too-much';

export async function updateTemplateCase(ctx: Ctx, input: unknown): Promise<TemplateCaseDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, templateCaseId, version, ...fields } = parse(updateTemplateCaseInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await requireTemplateCase(tx, restApiId, templateCaseId);
    if (before.version !== version) throw new StaleEditError(`The case ${before.name}`);
    const updated = await writeTemplateCase(tx, before, fields);
    refuseTooMuch(await listTemplateCaseRecords(tx, restApiId));
    await recordAudit(tx, ctx, {
      action: 'template-case.update',
      targetType: 'template-case',
      targetId: updated.id,
      targetName: updated.name,
      summary: `Of ${updated.httpMethod} ${updated.resourcePath} in ${restApi.name}`,
    });
    return updated;
  });
}
