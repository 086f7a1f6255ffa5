import type { Db, Tx } from './client';

export interface StoredUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly disabled: boolean;
  readonly demo: boolean;
}

const SELECT = { id: true, email: true, name: true, passwordHash: true, disabled: true, demo: true } as const;

export const findUserByEmail = (db: Db | Tx, email: string): Promise<StoredUser | null> =>
  db.user.findUnique({ where: { email }, select: SELECT });

export const findUserById = (db: Db | Tx, id: string): Promise<StoredUser | null> =>
  db.user.findUnique({ where: { id }, select: SELECT });

export async function anyUserExists(db: Db | Tx): Promise<boolean> {
  return (await db.user.findFirst({ select: { id: true } })) !== null;
}

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly demo?: boolean;
  readonly createdAt: Date;
}

export async function insertUser(tx: Tx, user: NewUser): Promise<void> {
  await tx.user.create({ data: user, select: { id: true } });
}

export async function updateUser(
  tx: Tx,
  id: string,
  data: Readonly<{ name?: string; passwordHash?: string | null; disabled?: boolean }>,
): Promise<void> {
  await tx.user.update({ where: { id }, data, select: { id: true } });
}

// ── Sign-ins at outside providers ───────────────────────────────────────────

export async function findUserByIdentity(
  db: Db | Tx,
  identity: Readonly<{ provider: string; subject: string }>,
): Promise<StoredUser | null> {
  const row = await db.identity.findUnique({
    where: { provider_subject: { provider: identity.provider, subject: identity.subject } },
    select: { user: { select: SELECT } },
  });
  return row?.user ?? null;
}

export async function insertIdentity(
  tx: Tx,
  identity: Readonly<{ id: string; userId: string; provider: string; subject: string }>,
): Promise<void> {
  await tx.identity.create({ data: identity, select: { id: true } });
}
