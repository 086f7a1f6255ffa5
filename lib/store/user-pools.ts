import { z } from 'zod';
import {
  AUTH_FLOWS,
  type ClientSettings,
  type CustomAttributes,
  customAttributes,
  OAUTH_FLOWS,
  type PasswordPolicy,
  passwordPolicy,
} from '@/lib/contract/user-pool';
import { NotFoundError } from '@/lib/errors';
import type { Db, Tx } from './client';
import type { UserPool, UserPoolClient, UserPoolResourceServer } from './generated/sqlite/client';
import { readStringList } from './json';
import type { Secrets } from './secrets';

export type PoolRow = Omit<UserPool, 'passwordPolicy' | 'customAttributes'> & {
  readonly passwordPolicy: PasswordPolicy;
  readonly customAttributes: CustomAttributes;
};

const toPool = (row: UserPool): PoolRow => ({
  ...row,
  passwordPolicy: passwordPolicy.parse(row.passwordPolicy),
  customAttributes: customAttributes.parse(row.customAttributes),
});

/** Pools of other accounts are as unknown as ids that never were. */
export async function requirePool(db: Db | Tx, accountId: string, id: string): Promise<PoolRow> {
  const pool = await findPool(db, id);
  if (pool === undefined || pool.accountId !== accountId) throw new NotFoundError(`The user pool ${id}`);
  return pool;
}

/** Of any account: for those who sign in. */
export async function findPool(db: Db | Tx, id: string): Promise<PoolRow | undefined> {
  const row = await db.userPool.findUnique({ where: { id } });
  return row === null ? undefined : toPool(row);
}

export interface PoolCounts {
  readonly userCount: number;
  readonly clientCount: number;
}

const COUNTS = { _count: { select: { users: true, clients: true } } } as const;

export async function listPools(db: Db, accountId: string): Promise<(PoolRow & PoolCounts)[]> {
  const rows = await db.userPool.findMany({ where: { accountId }, include: COUNTS });
  return rows
    .map(({ _count, ...row }) => ({ ...toPool(row), userCount: _count.users, clientCount: _count.clients }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export async function countPool(db: Db | Tx, id: string): Promise<PoolCounts> {
  const row = await db.userPool.findUniqueOrThrow({ where: { id }, select: COUNTS });
  return { userCount: row._count.users, clientCount: row._count.clients };
}

export type PoolFields = Pick<
  PoolRow,
  'name' | 'signInWith' | 'selfSignUp' | 'mfaConfiguration' | 'passwordPolicy' | 'customAttributes'
>;

export async function insertPool(
  tx: Tx,
  {
    passwordPolicy: policy,
    customAttributes: custom,
    ...row
  }: PoolFields & Pick<PoolRow, 'id' | 'accountId' | 'createdAt'>,
): Promise<void> {
  await tx.userPool.create({
    data: { ...row, passwordPolicy: { ...policy }, customAttributes: [...custom] },
    select: { id: true },
  });
}

export async function writePool(
  tx: Tx,
  id: string,
  { passwordPolicy: policy, customAttributes: custom, ...fields }: Partial<Omit<PoolFields, 'signInWith'>>,
): Promise<void> {
  await tx.userPool.update({
    where: { id },
    data: {
      ...fields,
      ...(policy === undefined ? {} : { passwordPolicy: { ...policy } }),
      ...(custom === undefined ? {} : { customAttributes: [...custom] }),
      version: { increment: 1 },
    },
    select: { id: true },
  });
}

export async function deletePoolRow(tx: Tx, id: string): Promise<void> {
  await tx.userPool.delete({ where: { id }, select: { id: true } });
}

// ── App clients ──

export type ClientRow = Omit<UserPoolClient, keyof ClientSettings> & ClientSettings;

const toClient = (row: UserPoolClient): ClientRow => ({
  ...row,
  explicitAuthFlows: z.array(z.enum(AUTH_FLOWS)).parse(row.explicitAuthFlows),
  allowedOAuthFlows: z.array(z.enum(OAUTH_FLOWS)).parse(row.allowedOAuthFlows),
  allowedOAuthScopes: readStringList(row.allowedOAuthScopes),
  callbackUrls: readStringList(row.callbackUrls),
  logoutUrls: readStringList(row.logoutUrls),
});

export async function findClient(db: Db | Tx, id: string): Promise<ClientRow | undefined> {
  const row = await db.userPoolClient.findUnique({ where: { id } });
  return row === null ? undefined : toClient(row);
}

export async function requireClient(db: Db | Tx, userPoolId: string, id: string): Promise<ClientRow> {
  const client = await findClient(db, id);
  if (client === undefined || client.userPoolId !== userPoolId) throw new NotFoundError(`The app client ${id}`);
  return client;
}

export async function listClientRows(db: Db | Tx, userPoolId: string): Promise<ClientRow[]> {
  const rows = await db.userPoolClient.findMany({ where: { userPoolId } });
  return rows.map(toClient).sort((a, b) => a.name.localeCompare(b.name));
}

export async function insertClient(
  tx: Tx,
  row: ClientSettings & Pick<ClientRow, 'id' | 'userPoolId' | 'name' | 'secretSealed' | 'createdAt'>,
): Promise<void> {
  await tx.userPoolClient.create({ data: row, select: { id: true } });
}

export async function writeClient(
  tx: Tx,
  id: string,
  fields: Partial<ClientSettings & Pick<ClientRow, 'name'>>,
): Promise<void> {
  await tx.userPoolClient.update({
    where: { id },
    data: { ...fields, version: { increment: 1 } },
    select: { id: true },
  });
}

export async function deleteClientRow(tx: Tx, id: string): Promise<void> {
  await tx.userPoolSession.deleteMany({ where: { clientId: id } });
  await tx.userPoolClient.delete({ where: { id }, select: { id: true } });
}

export const sealClientSecret = (secrets: Secrets, clientId: string, secret: string): string =>
  secrets.seal(secret, `user-pool-client:${clientId}`);

/** Undefined: a public client. */
export const openClientSecret = (
  secrets: Secrets,
  { id, secretSealed }: Pick<ClientRow, 'id' | 'secretSealed'>,
): string | undefined => (secretSealed === null ? undefined : secrets.open(secretSealed, `user-pool-client:${id}`));

// ── Groups and resource servers ──

export async function listGroupRows(db: Db | Tx, userPoolId: string) {
  const rows = await db.userPoolGroup.findMany({
    where: { userPoolId },
    include: { _count: { select: { members: true } } },
  });
  return rows
    .map(({ _count, ...row }) => ({ ...row, userCount: _count.members }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export async function hasGroup(db: Db | Tx, userPoolId: string, name: string): Promise<boolean> {
  return (await db.userPoolGroup.count({ where: { userPoolId, name } })) > 0;
}

export async function insertGroup(
  tx: Tx,
  row: Readonly<{ userPoolId: string; name: string; description: string; precedence: number | null; createdAt: Date }>,
): Promise<void> {
  await tx.userPoolGroup.create({ data: row, select: { name: true } });
}

export async function deleteGroupRow(tx: Tx, userPoolId: string, name: string): Promise<boolean> {
  return (await tx.userPoolGroup.deleteMany({ where: { userPoolId, name } })).count > 0;
}

const scopes = z.array(z.object({ name: z.string(), description: z.string() }));

export async function listServerRows(db: Db | Tx, userPoolId: string) {
  const rows: UserPoolResourceServer[] = await db.userPoolResourceServer.findMany({ where: { userPoolId } });
  return rows
    .map((row) => ({ identifier: row.identifier, name: row.name, scopes: scopes.parse(row.scopes) }))
    .sort((a, b) => a.identifier.localeCompare(b.identifier));
}

export async function putServerRow(
  tx: Tx,
  {
    userPoolId,
    identifier,
    ...fields
  }: Readonly<{
    userPoolId: string;
    identifier: string;
    name: string;
    scopes: { name: string; description: string }[];
  }>,
): Promise<void> {
  await tx.userPoolResourceServer.upsert({
    where: { userPoolId_identifier: { userPoolId, identifier } },
    create: { userPoolId, identifier, ...fields },
    update: fields,
    select: { identifier: true },
  });
}

export async function deleteServerRow(tx: Tx, userPoolId: string, identifier: string): Promise<boolean> {
  return (await tx.userPoolResourceServer.deleteMany({ where: { userPoolId, identifier } })).count > 0;
}
