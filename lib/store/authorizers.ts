import { authorizerType } from '@/lib/contract/authorizer';
import { type MethodKey, methodKey } from '@/lib/contract/common';
import { ConflictError, NotFoundError } from '@/lib/errors';
import type { AuthorizerDefinition, AuthorizerType } from '@/lib/gateway/model';
import { newEntityId } from '@/lib/ids';
import type { Db, Tx } from './client';
import type { Prisma } from './generated/sqlite/client';
import { readStringList } from './json';

const USERS = {
  methods: { select: { resourceId: true, httpMethod: true, resource: { select: { path: true } } } },
} satisfies Prisma.AuthorizerInclude;

export interface AuthorizerFields {
  readonly name: string;
  readonly type: AuthorizerType;
  readonly authorizerUri: string | null;
  readonly authorizerCredentials: string | null;
  readonly identitySource: string | null;
  readonly identityValidationExpression: string | null;
  readonly authorizerResultTtlInSeconds: number;
  readonly providerARNs: string[];
}

export interface AuthorizerRecord extends AuthorizerFields {
  readonly id: string;
  readonly restApiId: string;
  readonly version: number;
  /** In the order of their paths. */
  readonly usedBy: { readonly resourceId: string; readonly path: string; readonly httpMethod: MethodKey }[];
}

/** A to Z. */
export async function listAuthorizerRecords(db: Db | Tx, restApiId: string): Promise<AuthorizerRecord[]> {
  const rows = await db.authorizer.findMany({ where: { restApiId }, include: USERS });
  return rows.map(toRecord).sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function requireAuthorizer(db: Db | Tx, restApiId: string, id: string): Promise<AuthorizerRecord> {
  const row = await db.authorizer.findUnique({ where: { id }, include: USERS });
  if (row === null || row.restApiId !== restApiId) throw new NotFoundError(`The authorizer ${id}`);
  return toRecord(row);
}

export async function insertAuthorizer(tx: Tx, restApiId: string, fields: AuthorizerFields): Promise<AuthorizerRecord> {
  await refuseTaken(tx, restApiId, fields.name);
  const row = await tx.authorizer.create({ data: { id: newEntityId(), restApiId, ...fields }, include: USERS });
  return toRecord(row);
}

/** Writes the row anew under its next version. */
export async function writeAuthorizer(
  tx: Tx,
  { id, restApiId }: Pick<AuthorizerRecord, 'id' | 'restApiId'>,
  fields: AuthorizerFields,
): Promise<AuthorizerRecord> {
  await refuseTaken(tx, restApiId, fields.name, id);
  const row = await tx.authorizer.update({
    where: { id },
    data: { ...fields, version: { increment: 1 } },
    include: USERS,
  });
  return toRecord(row);
}

export async function deleteAuthorizerRow(tx: Tx, id: string): Promise<void> {
  await tx.authorizer.delete({ where: { id }, select: { id: true } });
}

/** In the data plane's own types, by id. */
export const toAuthorizerDefinitions = (
  records: readonly AuthorizerRecord[],
): Readonly<Record<string, AuthorizerDefinition>> =>
  Object.fromEntries(records.map((record) => [record.id, toDefinition(record)]));

function toDefinition(record: AuthorizerRecord): AuthorizerDefinition {
  const { id, name, type, authorizerUri, authorizerCredentials, identitySource, providerARNs } = record;
  const { identityValidationExpression, authorizerResultTtlInSeconds } = record;
  return {
    ...{ id, name, type, authorizerResultTtlInSeconds },
    ...(authorizerUri === null ? {} : { authorizerUri }),
    ...(authorizerCredentials === null ? {} : { authorizerCredentials }),
    ...(identitySource === null ? {} : { identitySource }),
    ...(identityValidationExpression ? { identityValidationExpression } : {}),
    ...(providerARNs.length === 0 ? {} : { providerARNs }),
  };
}

async function refuseTaken(tx: Tx, restApiId: string, name: string, ownId = ''): Promise<void> {
  const taken = await tx.authorizer.findUnique({ where: { restApiId_name: { restApiId, name } } });
  if (taken === null || taken.id === ownId) return;
  const message = `Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`;
  throw new ConflictError(message, { name: [message] });
}

function toRecord({ methods, ...row }: Prisma.AuthorizerGetPayload<{ include: typeof USERS }>): AuthorizerRecord {
  const usedBy = methods.map(({ resourceId, httpMethod, resource }) => ({
    resourceId,
    path: resource.path,
    httpMethod: methodKey.parse(httpMethod),
  }));
  return {
    ...row,
    type: authorizerType.parse(row.type),
    providerARNs: readStringList(row.providerARNs),
    usedBy: usedBy.sort((a, b) => (`${a.path} ${a.httpMethod}` < `${b.path} ${b.httpMethod}` ? -1 : 1)),
  };
}
