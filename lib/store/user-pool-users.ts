import { type UserAttributes, userAttributes } from '@/lib/contract/user-pool';
import type { Db, Tx } from './client';
import type { Prisma, UserPoolUser } from './generated/sqlite/client';
import { containsText } from './search';

export type PoolUserRow = Omit<UserPoolUser, 'attributes'> & { readonly attributes: UserAttributes };

const toUser = (row: UserPoolUser): PoolUserRow => ({ ...row, attributes: userAttributes.parse(row.attributes) });

/** By what one signs in with, by its username or by its sub. */
export async function findPoolUser(db: Db | Tx, userPoolId: string, name: string): Promise<PoolUserRow | undefined> {
  const rows = await db.userPoolUser.findMany({
    where: { userPoolId, OR: [{ login: name.toLowerCase() }, { username: name }] },
    take: 2,
  });
  const row = rows.find(({ username }) => username === name) ?? rows[0];
  return row === undefined ? undefined : toUser(row);
}

export async function findPoolUserById(db: Db | Tx, id: string): Promise<PoolUserRow | undefined> {
  const row = await db.userPoolUser.findUnique({ where: { id } });
  return row === null ? undefined : toUser(row);
}

export interface ListedUser {
  readonly user: PoolUserRow;
  readonly groups: readonly string[];
  readonly codes: readonly { readonly purpose: string; readonly expiresAt: Date }[];
}

const WITH = {
  groups: { select: { groupName: true } },
  codes: { select: { purpose: true, expiresAt: true } },
} as const;

type RowWith = UserPoolUser & {
  readonly groups: { readonly groupName: string }[];
  readonly codes: { readonly purpose: string; readonly expiresAt: Date }[];
};

const toListed = ({ groups, codes, ...row }: RowWith): ListedUser => ({
  user: toUser(row),
  groups: groups.map(({ groupName }) => groupName).sort(),
  codes,
});

export async function listPoolUsers(
  db: Db,
  userPoolId: string,
  search: string,
  take: number,
): Promise<{ readonly users: ListedUser[]; readonly total: number }> {
  const where = {
    userPoolId,
    ...(search === ''
      ? {}
      : { OR: [{ login: containsText(db, search.toLowerCase()) }, { username: containsText(db, search) }] }),
  };
  const [rows, total] = await Promise.all([
    db.userPoolUser.findMany({ where, include: WITH, orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take }),
    db.userPoolUser.count({ where }),
  ]);
  return { users: rows.map(toListed), total };
}

export async function describePoolUser(db: Db | Tx, id: string): Promise<ListedUser> {
  return toListed(await db.userPoolUser.findUniqueOrThrow({ where: { id }, include: WITH }));
}

export type NewPoolUser = Pick<
  PoolUserRow,
  'id' | 'userPoolId' | 'username' | 'login' | 'attributes' | 'passwordHash' | 'passwordSetAt' | 'status' | 'createdAt'
>;

export async function insertPoolUser(tx: Tx, row: NewPoolUser): Promise<void> {
  await tx.userPoolUser.create({ data: row, select: { id: true } });
}

export type PoolUserChange = Partial<
  Pick<
    PoolUserRow,
    | 'login'
    | 'attributes'
    | 'passwordHash'
    | 'passwordSetAt'
    | 'status'
    | 'enabled'
    | 'totpSealed'
    | 'totpPending'
    | 'totpStep'
    | 'mfaEnabled'
  >
>;

export async function writePoolUser(tx: Tx, id: string, data: PoolUserChange): Promise<void> {
  await tx.userPoolUser.update({ where: { id }, data, select: { id: true } });
}

/** Takes a step's code unless it, or a later one, was taken before: false then. */
export async function takeTotpStep(db: Db | Tx, id: string, step: number): Promise<boolean> {
  const { count } = await db.userPoolUser.updateMany({
    where: { id, totpStep: { lt: step } },
    data: { totpStep: step },
  });
  return count === 1;
}

export async function deletePoolUser(tx: Tx, id: string): Promise<void> {
  await tx.userPoolUser.delete({ where: { id }, select: { id: true } });
}

/** The strongest first, as tokens name them. */
export async function groupsOfUser(db: Db | Tx, userId: string): Promise<string[]> {
  const rows = await db.userPoolGroupMember.findMany({
    where: { userId },
    select: { group: { select: { name: true, precedence: true } } },
  });
  const weight = (precedence: number | null) => precedence ?? Number.MAX_SAFE_INTEGER;
  return rows
    .map(({ group }) => group)
    .sort((a, b) => weight(a.precedence) - weight(b.precedence) || a.name.localeCompare(b.name))
    .map(({ name }) => name);
}

export async function setGroupMember(
  tx: Tx,
  row: Readonly<{ userPoolId: string; groupName: string; userId: string }>,
  isMember: boolean,
): Promise<void> {
  if (!isMember) await tx.userPoolGroupMember.deleteMany({ where: row });
  else {
    await tx.userPoolGroupMember.upsert({
      where: { userPoolId_groupName_userId: row },
      create: row,
      update: {},
    });
  }
}

// ── Codes ──

export type CodeRow = Prisma.UserPoolCodeUncheckedCreateInput;

export async function putCode(tx: Tx, row: Omit<CodeRow, 'attempts'>): Promise<void> {
  const { userId, purpose, ...fields } = row;
  await tx.userPoolCode.upsert({
    where: { userId_purpose: { userId, purpose } },
    create: { userId, purpose, ...fields },
    update: { ...fields, attempts: 0 },
  });
}

export const findCode = (db: Db | Tx, userId: string, purpose: string) =>
  db.userPoolCode.findUnique({ where: { userId_purpose: { userId, purpose } } });

export const listCodes = (db: Db | Tx, userId: string) => db.userPoolCode.findMany({ where: { userId } });

/** Counts a try before it is made; false when there were `max` before. */
export async function countCodeAttempt(db: Db | Tx, userId: string, purpose: string, max: number): Promise<boolean> {
  const { count } = await db.userPoolCode.updateMany({
    where: { userId, purpose, attempts: { lt: max } },
    data: { attempts: { increment: 1 } },
  });
  return count === 1;
}

export async function deleteCode(tx: Tx, userId: string, purpose: string): Promise<void> {
  await tx.userPoolCode.deleteMany({ where: { userId, purpose } });
}

// ── Sessions ──

export interface PoolSession {
  readonly id: string;
  readonly userId: string;
  readonly clientId: string;
  readonly authTime: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly scope: string;
}

export async function insertSession(tx: Tx, session: Omit<PoolSession, 'revokedAt'>, tokenHash: string): Promise<void> {
  await tx.userPoolSession.deleteMany({ where: { userId: session.userId, expiresAt: { lt: session.authTime } } });
  await tx.userPoolSession.create({ data: session, select: { id: true } });
  await tx.userPoolRefreshToken.create({ data: { hash: tokenHash, sessionId: session.id }, select: { hash: true } });
}

export async function findRefreshToken(
  db: Db | Tx,
  hash: string,
): Promise<{ readonly usedAt: Date | null; readonly session: PoolSession } | null> {
  return db.userPoolRefreshToken.findUnique({ where: { hash }, select: { usedAt: true, session: true } });
}

export const findSession = (db: Db | Tx, id: string): Promise<PoolSession | null> =>
  db.userPoolSession.findUnique({ where: { id } });

export async function replaceRefreshToken(
  tx: Tx,
  { oldHash, newHash, sessionId, at }: Readonly<{ oldHash: string; newHash: string; sessionId: string; at: Date }>,
): Promise<void> {
  await tx.userPoolRefreshToken.update({ where: { hash: oldHash }, data: { usedAt: at }, select: { hash: true } });
  await tx.userPoolRefreshToken.create({ data: { hash: newHash, sessionId }, select: { hash: true } });
}

export async function revokeSession(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.userPoolSession.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
}

export async function revokeSessionsOf(tx: Tx, userId: string, at: Date): Promise<void> {
  await tx.userPoolSession.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: at } });
}
