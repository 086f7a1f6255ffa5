import type { Tx } from './client';

export interface SignInAttemptRow {
  readonly subject: string;
  readonly failures: number;
  /** Of the newest failure. */
  readonly windowStartAt: Date;
  readonly blockedUntil: Date | null;
}

export const findAttempts = (tx: Tx, subjects: readonly string[]): Promise<SignInAttemptRow[]> =>
  tx.signInAttempt.findMany({ where: { subject: { in: [...subjects] } } });

export async function saveAttempt(tx: Tx, { subject, ...data }: SignInAttemptRow): Promise<void> {
  await tx.signInAttempt.upsert({ where: { subject }, create: { subject, ...data }, update: data });
}

export async function deleteAttempt(tx: Tx, subject: string): Promise<void> {
  await tx.signInAttempt.deleteMany({ where: { subject } });
}

export async function deleteAttemptsBefore(tx: Tx, at: Date): Promise<void> {
  await tx.signInAttempt.deleteMany({ where: { windowStartAt: { lt: at } } });
}
