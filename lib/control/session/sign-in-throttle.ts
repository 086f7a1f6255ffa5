import type { Ctx } from '@/lib/control/context';
import { TooManyRequestsError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import {
  deleteAttempt,
  deleteAttemptsBefore,
  findAttempts,
  type SignInAttemptRow,
  saveAttempt,
} from '@/lib/store/sign-in-attempts';

interface Rule {
  /** Failures that cost nothing. */
  readonly free: number;
  readonly firstBlockMs: number;
}

const RULES: Readonly<Record<string, Rule>> = {
  email: { free: 5, firstBlockMs: 15_000 },
  // Many people may share an address.
  ip: { free: 20, firstBlockMs: 15_000 },
  'sign-up': { free: 10, firstBlockMs: 10 * 60_000 },
};
const LONGEST_BLOCK_MS = 15 * 60_000;
/** Failures are forgotten this long after the last one. */
const FORGET_MS = 60 * 60_000;

/**
 * Counts an attempt before it is made, so that many at once can't all be the first. Refuses it while one of its
 * subjects ("email:…", "ip:…") is blocked; each failure past the free ones doubles the wait.
 */
export async function beginAttempt(ctx: Ctx, subjects: readonly string[]): Promise<void> {
  const now = ctx.clock.now();
  const waitMs = await transaction(ctx.db, async (tx) => {
    const known = new Map((await findAttempts(tx, subjects)).map((row) => [row.subject, row]));
    const longestWait = Math.max(
      0,
      ...[...known.values()].map((row) => (row.blockedUntil?.getTime() ?? 0) - now.getTime()),
    );
    if (longestWait > 0) return longestWait;
    for (const subject of subjects) await saveAttempt(tx, failedOnce(subject, known.get(subject), now));
    return 0;
  });
  if (waitMs > 0) throw tooMany(Math.ceil(waitMs / 1000));
}

/** The attempt was good: its person starts afresh, its address gets this attempt back. */
export async function attemptSucceeded(ctx: Ctx, subjects: readonly string[]): Promise<void> {
  await transaction(ctx.db, async (tx) => {
    for (const row of await findAttempts(tx, subjects)) {
      if (!row.subject.startsWith('ip:') || row.failures <= 1) await deleteAttempt(tx, row.subject);
      else await saveAttempt(tx, { ...row, failures: row.failures - 1, blockedUntil: null });
    }
    await deleteAttemptsBefore(tx, new Date(ctx.clock.now().getTime() - 24 * FORGET_MS));
  });
}

function failedOnce(subject: string, known: SignInAttemptRow | undefined, now: Date): SignInAttemptRow {
  const rule = RULES[subject.slice(0, subject.indexOf(':'))] ?? { free: 5, firstBlockMs: 15_000 };
  const lastEnd = Math.max(known?.windowStartAt.getTime() ?? 0, known?.blockedUntil?.getTime() ?? 0);
  const failures = (known && now.getTime() - lastEnd < FORGET_MS ? known.failures : 0) + 1;
  const blockMs =
    failures < rule.free ? 0 : Math.min(rule.firstBlockMs * 2 ** Math.min(failures - rule.free, 20), LONGEST_BLOCK_MS);
  return {
    subject,
    failures,
    windowStartAt: now,
    blockedUntil: blockMs === 0 ? null : new Date(now.getTime() + blockMs),
  };
}

function tooMany(seconds: number): TooManyRequestsError {
  const wait = seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
  return new TooManyRequestsError(`Too many attempts. Try again in ${wait}.`, seconds);
}
