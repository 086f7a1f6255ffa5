import { verifyPassword } from '@/lib/auth/passwords';
import { signInInput } from '@/lib/contract/account';
import { type Ctx, parse } from '@/lib/control/context';
import { UnauthenticatedError } from '@/lib/errors';
import { findUserByEmail } from '@/lib/store/users';
import { attemptSucceeded, beginAttempt } from './sign-in-throttle';

export interface SignedIn {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
}

/** Checks an e-mail and password. Unknown people, people without a password and disabled ones all get the same answer, as slowly. */
export async function signIn(ctx: Ctx, input: unknown, address: string): Promise<SignedIn> {
  const { email, password } = parse(signInInput, input);
  const subjects = [`email:${email}`, `ip:${address}`];
  await beginAttempt(ctx, subjects);
  const user = await findUserByEmail(ctx.db, email);
  const matches = await verifyPassword(password, user?.passwordHash ?? null);
  if (!matches || user === null || user.disabled) throw new UnauthenticatedError('Wrong e-mail or password.');
  await attemptSucceeded(ctx, subjects);
  return { userId: user.id, name: user.name, email: user.email };
}
