import { methodKey } from '@/lib/contract/common';
import { CASE_COMPARISONS, type TemplateCaseDetail } from '@/lib/contract/template-case';
import { templateDirection, templateSample } from '@/lib/contract/template-rendering';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { TemplateCase } from './generated/sqlite/client';

export type TemplateCaseRecord = TemplateCaseDetail;

/** A to Z. */
export async function listTemplateCaseRecords(db: Db | Tx, restApiId: string): Promise<TemplateCaseRecord[]> {
  const rows = await db.templateCase.findMany({ where: { restApiId } });
  return rows.map(toRecord).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function requireTemplateCase(db: Db | Tx, restApiId: string, id: string): Promise<TemplateCaseRecord> {
  const row = await db.templateCase.findUnique({ where: { id } });
  if (row === null || row.restApiId !== restApiId) throw new NotFoundError('The template case');
  return toRecord(row);
}

export async function insertTemplateCase(
  tx: Tx,
  fields: Omit<TemplateCaseRecord, 'id' | 'version'>,
): Promise<TemplateCaseRecord> {
  await refuseTakenName(tx, fields.restApiId, fields.name, undefined);
  return toRecord(await tx.templateCase.create({ data: { id: newUuid(), ...fields } }));
}

/** Writes the row anew under its next version. */
export async function writeTemplateCase(
  tx: Tx,
  { id, restApiId }: TemplateCaseRecord,
  fields: Pick<TemplateCaseRecord, 'name' | 'sample' | 'expected' | 'comparison'>,
): Promise<TemplateCaseRecord> {
  await refuseTakenName(tx, restApiId, fields.name, id);
  return toRecord(await tx.templateCase.update({ where: { id }, data: { ...fields, version: { increment: 1 } } }));
}

export async function deleteTemplateCaseRow(tx: Tx, id: string): Promise<void> {
  await tx.templateCase.delete({ where: { id }, select: { id: true } });
}

async function refuseTakenName(tx: Tx, restApiId: string, name: string, ownId: string | undefined): Promise<void> {
  const taken = await tx.templateCase.findUnique({ where: { restApiId_name: { restApiId, name } } });
  if (taken === null || taken.id === ownId) return;
  const message = 'Another case of this API has this name.';
  throw new ConflictError(message, { name: [message] });
}

function toRecord({ createdAt: _createdAt, ...row }: TemplateCase): TemplateCaseRecord {
  return {
    ...row,
    httpMethod: methodKey.parse(row.httpMethod),
    direction: templateDirection.parse(row.direction),
    sample: templateSample.parse(row.sample),
    comparison: CASE_COMPARISONS.find((one) => one === row.comparison) ?? 'EXACT',
  };
}
