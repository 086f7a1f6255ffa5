import type { Ctx } from '@/lib/control/context';
import { attemptSucceeded, beginAttempt } from '@/lib/control/session/sign-in-throttle';
import { TooManyRequestsError } from '@/lib/errors';
import { CognitoError } from '../cognito-error';

/** Wrong passwords of one user, counted before each is looked at; the first few cost nothing, then the wait doubles. */
export async function beginPassword(ctx: Ctx, userPoolId: string, login: string): Promise<() => Promise<void>> {
  const subjects = [`pool-password:${userPoolId}:${login.toLowerCase()}`];
  await limited(ctx, subjects, new CognitoError('NotAuthorizedException', 'Password attempts exceeded'));
  return () => attemptSucceeded(ctx, subjects);
}

/** One-time codes of an authenticator. */
export async function beginTotp(ctx: Ctx, userId: string): Promise<() => Promise<void>> {
  const subjects = [`pool-totp:${userId}`];
  await limited(ctx, subjects, new CognitoError('LimitExceededException', EXCEEDED));
  return () => attemptSucceeded(ctx, subjects);
}

/** Codes that are asked for, whether or not there is such a user: each one is as many guesses again. */
export function beginCode(ctx: Ctx, userPoolId: string, login: string): Promise<void> {
  const subjects = [`pool-code:${userPoolId}:${login.toLowerCase()}`];
  return limited(ctx, subjects, new CognitoError('LimitExceededException', EXCEEDED));
}

const EXCEEDED = 'Attempt limit exceeded, please try after some time.';

async function limited(ctx: Ctx, subjects: readonly string[], answer: CognitoError): Promise<void> {
  try {
    await beginAttempt(ctx, subjects);
  } catch (error) {
    throw error instanceof TooManyRequestsError ? answer : error;
  }
}
