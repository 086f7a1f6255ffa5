import type { Db, Tx } from './client';

export interface TotpFactorRow {
  readonly userId: string;
  readonly secretSealed: string;
  readonly confirmedAt: Date | null;
  readonly lastStep: number;
}

export const findTotpFactor = (db: Db | Tx, userId: string): Promise<TotpFactorRow | null> =>
  db.totpFactor.findUnique({ where: { userId } });

/** Begins anew: what was begun before and never confirmed is replaced. */
export async function replaceUnconfirmedFactor(
  tx: Tx,
  factor: Readonly<{ userId: string; secretSealed: string; createdAt: Date }>,
): Promise<void> {
  await tx.totpFactor.deleteMany({ where: { userId: factor.userId, confirmedAt: null } });
  await tx.totpFactor.create({ data: factor, select: { userId: true } });
}

export async function confirmFactor(tx: Tx, userId: string, at: Date): Promise<void> {
  await tx.totpFactor.update({ where: { userId }, data: { confirmedAt: at }, select: { userId: true } });
}

/** False when this step's code, or a newer one, was taken already: of two at once, one wins. */
export async function takeStep(db: Db | Tx, userId: string, step: number): Promise<boolean> {
  const { count } = await db.totpFactor.updateMany({
    where: { userId, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}

export async function deleteFactor(tx: Tx, userId: string): Promise<void> {
  await tx.totpFactor.deleteMany({ where: { userId } });
  await tx.recoveryCode.deleteMany({ where: { userId } });
}

export async function replaceRecoveryCodes(tx: Tx, userId: string, hashes: readonly string[]): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: hashes.map((hash) => ({ hash, userId })) });
}

/** False when there is no such code (any more): of two at once, one wins. */
export async function takeRecoveryCode(db: Db | Tx, userId: string, hash: string): Promise<boolean> {
  return (await db.recoveryCode.deleteMany({ where: { hash, userId } })).count === 1;
}

export const countRecoveryCodes = (db: Db | Tx, userId: string): Promise<number> =>
  db.recoveryCode.count({ where: { userId } });
