import { type Role, role } from '@/lib/contract/account';
import type { Db, Tx } from './client';

export interface LiveSession {
  readonly id: string;
  /** The account chosen last; the person may have left it since. */
  readonly accountId: string | null;
  readonly lastSeenAt: Date;
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
  /** Signs in with a password alone. */
  readonly hasPasswordOnly: boolean;
  /** Oldest first. */
  readonly memberships: readonly {
    readonly accountId: string;
    readonly accountName: string;
    readonly role: Role;
    readonly ownersNeedTotp: boolean;
  }[];
}

/** The session with its person, unless it ended, expired or the person is disabled. */
export async function findLiveSession(db: Db | Tx, id: string, now: Date): Promise<LiveSession | null> {
  const row = await db.session.findUnique({
    where: { id },
    select: {
      id: true,
      accountId: true,
      lastSeenAt: true,
      expiresAt: true,
      user: {
        select: {
          id: true,
          name: true,
          email: true,
          disabled: true,
          passwordHash: true,
          totpFactor: { select: { confirmedAt: true } },
          memberships: {
            select: { accountId: true, role: true, account: { select: { name: true, ownersNeedTotp: true } } },
            orderBy: [{ createdAt: 'asc' }, { accountId: 'asc' }],
          },
        },
      },
    },
  });
  if (row === null || row.expiresAt <= now || row.user.disabled) return null;
  return {
    id: row.id,
    accountId: row.accountId,
    lastSeenAt: row.lastSeenAt,
    user: { id: row.user.id, name: row.user.name, email: row.user.email },
    hasPasswordOnly: row.user.passwordHash !== null && !row.user.totpFactor?.confirmedAt,
    memberships: row.user.memberships.map((membership) => ({
      accountId: membership.accountId,
      accountName: membership.account.name,
      role: role.parse(membership.role),
      ownersNeedTotp: membership.account.ownersNeedTotp,
    })),
  };
}

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly accountId: string | null;
  readonly userAgent: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export async function insertSession(tx: Db | Tx, session: NewSession): Promise<void> {
  await tx.session.create({ data: { ...session, lastSeenAt: session.createdAt }, select: { id: true } });
}

/** Ends sessions; false when there was none (or someone else's). */
export async function deleteSession(tx: Db | Tx, id: string, userId?: string): Promise<boolean> {
  const { count } = await tx.session.deleteMany({ where: { id, ...(userId === undefined ? {} : { userId }) } });
  return count > 0;
}

export async function deleteSessionsOf(tx: Db | Tx, userId: string, exceptId?: string): Promise<number> {
  const { count } = await tx.session.deleteMany({
    where: { userId, ...(exceptId === undefined ? {} : { id: { not: exceptId } }) },
  });
  return count;
}

export async function deleteExpiredSessions(tx: Db | Tx, now: Date): Promise<void> {
  await tx.session.deleteMany({ where: { expiresAt: { lte: now } } });
}

export async function markSessionSeen(db: Db | Tx, id: string, at: Date): Promise<void> {
  await db.session.updateMany({ where: { id }, data: { lastSeenAt: at } });
}

export async function setSessionAccount(tx: Db | Tx, id: string, accountId: string): Promise<void> {
  await tx.session.updateMany({ where: { id }, data: { accountId } });
}

export interface SessionRow {
  readonly id: string;
  readonly userAgent: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

export const listLiveSessions = (db: Db | Tx, userId: string, now: Date): Promise<SessionRow[]> =>
  db.session.findMany({
    where: { userId, expiresAt: { gt: now } },
    select: { id: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
    take: 200,
  });
