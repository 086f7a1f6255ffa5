import { type AccountSummary, type Member, type Role, role } from '@/lib/contract/account';
import type { Db, Tx } from './client';

export async function accountExists(db: Db | Tx, id: string): Promise<boolean> {
  return (await db.account.findUnique({ where: { id }, select: { id: true } })) !== null;
}

export async function insertAccount(
  tx: Tx,
  account: Readonly<{ id: string; name: string; createdAt: Date }>,
): Promise<void> {
  await tx.account.create({ data: account, select: { id: true } });
}

export async function listAccountsOf(db: Db | Tx, userId: string): Promise<AccountSummary[]> {
  const rows = await db.membership.findMany({
    where: { userId },
    select: { role: true, account: { select: { id: true, name: true } } },
    orderBy: [{ createdAt: 'asc' }, { accountId: 'asc' }],
  });
  return rows.map((row) => ({ id: row.account.id, name: row.account.name, role: role.parse(row.role) }));
}

const MEMBER = {
  userId: true,
  role: true,
  createdAt: true,
  user: { select: { name: true, email: true, demo: true } },
} as const;

interface MemberRow {
  readonly userId: string;
  readonly role: string;
  readonly createdAt: Date;
  readonly user: { readonly name: string; readonly email: string; readonly demo: boolean };
}

const toMember = (row: MemberRow): Member => ({
  userId: row.userId,
  name: row.user.name,
  email: row.user.email,
  role: role.parse(row.role),
  demo: row.user.demo,
  createdAt: row.createdAt.toISOString(),
});

export async function listMembersOf(db: Db | Tx, accountId: string): Promise<Member[]> {
  const rows = await db.membership.findMany({
    where: { accountId },
    select: MEMBER,
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  });
  return rows.map(toMember);
}

export async function findMember(db: Db | Tx, accountId: string, userId: string): Promise<Member | null> {
  const row = await db.membership.findUnique({
    where: { accountId_userId: { accountId, userId } },
    select: MEMBER,
  });
  return row === null ? null : toMember(row);
}

export const countOwners = (db: Db | Tx, accountId: string): Promise<number> =>
  db.membership.count({ where: { accountId, role: 'owner', user: { disabled: false } } });

export async function insertMembership(
  tx: Tx,
  membership: Readonly<{ accountId: string; userId: string; role: Role; createdAt: Date }>,
): Promise<void> {
  await tx.membership.create({ data: membership, select: { userId: true } });
}

export async function setMemberRole(tx: Tx, accountId: string, userId: string, newRole: Role): Promise<void> {
  await tx.membership.update({
    where: { accountId_userId: { accountId, userId } },
    data: { role: newRole },
    select: { userId: true },
  });
}

export async function deleteMembership(tx: Tx, accountId: string, userId: string): Promise<void> {
  await tx.membership.delete({ where: { accountId_userId: { accountId, userId } }, select: { userId: true } });
}

/** Whether the account's owners must sign in with an authenticator app. */
export async function findSignInRule(db: Db | Tx, id: string): Promise<boolean> {
  return (await db.account.findUniqueOrThrow({ where: { id }, select: { ownersNeedTotp: true } })).ownersNeedTotp;
}

export async function updateSignInRule(tx: Tx, id: string, ownersNeedTotp: boolean): Promise<void> {
  await tx.account.update({ where: { id }, data: { ownersNeedTotp }, select: { id: true } });
}
