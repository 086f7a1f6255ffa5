import { verifyPassword } from '@/lib/auth/passwords';
import { newTotpSecret, totpUri } from '@/lib/auth/totp';
import { beginTotpInput, type TotpEnrolment } from '@/lib/contract/account';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { attemptSucceeded, beginAttempt } from '@/lib/control/session/sign-in-throttle';
import { ConflictError, InvalidInputError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { findTotpFactor, replaceUnconfirmedFactor } from '@/lib/store/totp-factors';
import { findUserById } from '@/lib/store/users';
import { sealTotpSecret } from './totp-secret';

/**
 * Gives the secret for an authenticator app. Sign-in asks for its codes once the first was shown. The password is asked
 * for, since whoever finds an open browser could otherwise shut its owner out.
 */
export async function beginTotp(ctx: Ctx, input: unknown): Promise<TotpEnrolment> {
  const { userId } = requirePerson(ctx);
  const { currentPassword } = parse(beginTotpInput, input);
  const subjects = [`password:${userId}`];
  await beginAttempt(ctx, subjects);
  const user = await findUserById(ctx.db, userId);
  if (!user?.passwordHash) {
    throw new InvalidInputError('You sign in through an outside provider, which has a second factor of its own.');
  }
  if (!(await verifyPassword(currentPassword, user.passwordHash))) {
    const message = 'This is not your current password.';
    throw new InvalidInputError(message, { currentPassword: [message] });
  }
  await attemptSucceeded(ctx, subjects);
  const secret = newTotpSecret();
  await transaction(ctx.db, async (tx) => {
    if ((await findTotpFactor(tx, userId))?.confirmedAt) {
      throw new ConflictError('An authenticator app is set up already. Turn it off before you set up another.');
    }
    const secretSealed = sealTotpSecret(ctx.secrets, userId, secret);
    await replaceUnconfirmedFactor(tx, { userId, secretSealed, createdAt: ctx.clock.now() });
  });
  return { secret, uri: totpUri(secret, user.email) };
}
