import { createTemplateCaseInput, type TemplateCaseDetail } from '@/lib/contract/template-case';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { requireMethod } from '@/lib/store/methods';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi } from '@/lib/store/rest-apis';
import { insertTemplateCase, listTemplateCaseRecords } from '@/lib/store/template-cases';
import { refuseTooMuch } from './refuse-too-much';

/** Its template need not be saved yet: what is compared is what a deploy finds in its place. */
export async function createTemplateCase(ctx: Ctx, input: unknown): Promise<TemplateCaseDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const fields = parse(createTemplateCaseInput, input);
  return transaction(ctx.db, async (tx) => {
    const { restApiId, resourceId, httpMethod } = fields;
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const { path } = await requireResource(tx, restApiId, resourceId);
    await requireMethod(tx, resourceId, httpMethod);
    const created = await insertTemplateCase(tx, { ...fields, resourcePath: path });
    refuseTooMuch(await listTemplateCaseRecords(tx, restApiId));
    await recordAudit(tx, ctx, {
      action: 'template-case.create',
      targetType: 'template-case',
      targetId: created.id,
      targetName: created.name,
      summary: `Of ${httpMethod} ${path} in ${restApi.name}`,
    });
    return created;
  });
}
