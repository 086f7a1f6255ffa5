import type { DebugTokenDefinition } from '@/lib/gateway/model';
import type { Db, Tx } from './client';

/** Of an API at once: more are a mistake, or a script. */
export const MAX_DEBUG_TOKENS = 20;

/** Long enough for a used one's trace to arrive late. */
const KEPT_AFTER_END_MS = 3_600_000;

export async function insertDebugToken(
  tx: Tx,
  token: Readonly<{ hash: string; stageId: string; expiresAt: Date; createdAt: Date }>,
): Promise<void> {
  await tx.debugToken.create({ data: token, select: { hash: true } });
}

export async function countDebugTokens(tx: Tx, restApiId: string, now: Date): Promise<number> {
  return tx.debugToken.count({ where: { stage: { restApiId }, usedAt: null, expiresAt: { gt: now } } });
}

/** All that are good. */
export async function loadDebugTokens(db: Db): Promise<DebugTokenDefinition[]> {
  const rows = await db.debugToken.findMany({
    where: { usedAt: null, expiresAt: { gt: new Date() } },
    select: { hash: true, stageId: true, expiresAt: true },
  });
  return rows.map(({ hash, stageId, expiresAt }) => ({ hash, stageId, expiresAtMs: expiresAt.getTime() }));
}

/** True for one caller only, whichever worker of whichever gateway it speaks for. */
export async function spendDebugToken(tx: Tx, hash: string, stageId: string, now: Date): Promise<boolean> {
  const { count } = await tx.debugToken.updateMany({ where: { hash, stageId, usedAt: null }, data: { usedAt: now } });
  return count === 1;
}

export async function removeOldDebugTokens(db: Db, now: Date): Promise<void> {
  await db.debugToken.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - KEPT_AFTER_END_MS) } } });
}
