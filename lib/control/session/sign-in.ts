import { verifyPassword } from '@/lib/auth/passwords';
import { CODE_NEEDED, signInInput } from '@/lib/contract/account';
import { type Ctx, parse } from '@/lib/control/context';
import { takeCode } from '@/lib/control/totp/take-code';
import { UnauthenticatedError } from '@/lib/errors';
import { findTotpFactor } from '@/lib/store/totp-factors';
import { findUserByEmail } from '@/lib/store/users';
import { attemptSucceeded, beginAttempt } from './sign-in-throttle';

export interface SignedIn {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** Checks an e-mail and password, and a code of those who have an authenticator app. Unknown people, people without a password and disabled ones all get the same answer, as slowly. */
export async function signIn(ctx: Ctx, input: unknown, address: string): Promise<SignedIn> {
  const { email, password, code = '' } = parse(signInInput, input);
  const subjects = [`email:${email}`, `ip:${address}`];
  await beginAttempt(ctx, subjects);
  const user = await findUserByEmail(ctx.db, email);
  const matches = await verifyPassword(password, user?.passwordHash ?? null);
  if (!matches || user === null || user.disabled) throw new UnauthenticatedError('Wrong e-mail or password.');
  // Guesses at the code are counted on their own, or asking for it would make each of them free.
  await attemptSucceeded(ctx, subjects);
  if ((await findTotpFactor(ctx.db, user.id))?.confirmedAt) {
    if (code.trim() === '') throw new UnauthenticatedError(CODE_NEEDED);
    await takeCode(ctx, user.id, code);
  }
  return { userId: user.id, name: user.name, email: user.email };
}
