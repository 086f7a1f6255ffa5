import { type MethodKey, methodKey } from '@/lib/contract/common';
import { NotFoundError } from '@/lib/errors';
import type { RequestValidatorDefinition } from '@/lib/gateway/model';
import { newEntityId } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { Prisma, RequestValidator } from './generated/sqlite/client';

const USERS = {
  methods: { select: { resourceId: true, httpMethod: true, resource: { select: { path: true } } } },
} satisfies Prisma.RequestValidatorInclude;

export interface RequestValidatorRecord extends RequestValidator {
  /** In the order of their paths. */
  readonly usedBy: { readonly resourceId: string; readonly path: string; readonly httpMethod: MethodKey }[];
}

/** A to Z. */
export async function listRequestValidatorRecords(db: Db | Tx, restApiId: string): Promise<RequestValidatorRecord[]> {
  const rows = await db.requestValidator.findMany({ where: { restApiId }, include: USERS });
  return rows.map(toRecord).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function requireRequestValidator(
  db: Db | Tx,
  restApiId: string,
  id: string,
): Promise<RequestValidatorRecord> {
  const row = await db.requestValidator.findUnique({ where: { id }, include: USERS });
  if (row === null || row.restApiId !== restApiId) throw new NotFoundError(`The request validator ${id}`);
  return toRecord(row);
}

export async function insertRequestValidator(
  tx: Tx,
  restApiId: string,
  fields: RequestValidatorDefinition,
): Promise<RequestValidatorRecord> {
  const row = await tx.requestValidator.create({ data: { id: newEntityId(), restApiId, ...fields } });
  return { ...row, usedBy: [] };
}

/** Writes the row anew under its next version. */
export async function writeRequestValidator(
  tx: Tx,
  id: string,
  fields: RequestValidatorDefinition,
): Promise<RequestValidatorRecord> {
  const row = await tx.requestValidator.update({
    where: { id },
    data: { ...fields, version: { increment: 1 } },
    include: USERS,
  });
  return toRecord(row);
}

export async function deleteRequestValidatorRow(tx: Tx, id: string): Promise<void> {
  await tx.requestValidator.delete({ where: { id }, select: { id: true } });
}

/** By id, in the data plane's own types. */
export async function readValidatorDefinitions(
  db: Db | Tx,
  restApiId: string,
): Promise<ReadonlyMap<string, RequestValidatorDefinition>> {
  const rows = await db.requestValidator.findMany({ where: { restApiId } });
  return new Map(
    rows.map(({ id, name, validateRequestBody, validateRequestParameters }) => [
      id,
      { name, validateRequestBody, validateRequestParameters },
    ]),
  );
}

function toRecord({
  methods,
  ...row
}: Prisma.RequestValidatorGetPayload<{ include: typeof USERS }>): RequestValidatorRecord {
  const usedBy = methods.map(({ resourceId, httpMethod, resource }) => ({
    resourceId,
    path: resource.path,
    httpMethod: methodKey.parse(httpMethod),
  }));
  return {
    ...row,
    usedBy: usedBy.sort((a, b) => (`${a.path} ${a.httpMethod}` < `${b.path} ${b.httpMethod}` ? -1 : 1)),
  };
}
