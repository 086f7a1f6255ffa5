import { hashRecoveryCode, stepOfCode } from '@/lib/auth/totp';
import type { Ctx } from '@/lib/control/context';
import { attemptSucceeded, beginAttempt } from '@/lib/control/session/sign-in-throttle';
import { UnauthenticatedError } from '@/lib/errors';
import { findTotpFactor, takeRecoveryCode, takeStep } from '@/lib/store/totp-factors';
import { openTotpSecret } from './totp-secret';

/** Takes a code of the person's app, or a recovery code; either counts once. Guesses wait longer each time. */
export async function takeCode(ctx: Ctx, userId: string, code: string): Promise<void> {
  const subjects = [`totp:${userId}`];
  await beginAttempt(ctx, subjects);
  if (!(await isTaken(ctx, userId, code.trim()))) {
    throw new UnauthenticatedError('This code is not right, or was used already. Wait for the next one and try again.');
  }
  await attemptSucceeded(ctx, subjects);
}

async function isTaken(ctx: Ctx, userId: string, code: string): Promise<boolean> {
  const factor = await findTotpFactor(ctx.db, userId);
  if (factor === null) return false;
  const step = stepOfCode(openTotpSecret(ctx.secrets, factor), code.replaceAll(' ', ''), ctx.clock.now());
  if (step !== null) return takeStep(ctx.db, userId, step);
  return takeRecoveryCode(ctx.db, userId, hashRecoveryCode(userId, code));
}
