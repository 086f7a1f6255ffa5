import { type TemplateCaseRef, templateCaseRef } from '@/lib/contract/template-case';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { requireRestApi } from '@/lib/store/rest-apis';
import { deleteTemplateCaseRow, requireTemplateCase } from '@/lib/store/template-cases';

export async function deleteTemplateCase(ctx: Ctx, input: unknown): Promise<TemplateCaseRef> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, templateCaseId } = parse(templateCaseRef, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const { name, httpMethod, resourcePath } = await requireTemplateCase(tx, restApiId, templateCaseId);
    await deleteTemplateCaseRow(tx, templateCaseId);
    await recordAudit(tx, ctx, {
      action: 'template-case.delete',
      targetType: 'template-case',
      targetId: templateCaseId,
      targetName: name,
      summary: `Of ${httpMethod} ${resourcePath} in ${restApi.name}`,
    });
    return { restApiId, templateCaseId };
  });
}
