import { hashPassword } from '@/lib/auth/passwords';
import { signUpInput } from '@/lib/contract/portal';
import { type Ctx, parse } from '@/lib/control/context';
import { beginAttempt } from '@/lib/control/session/sign-in-throttle';
import { ConflictError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { anyUserExists, findUserByEmail, insertUser } from '@/lib/store/users';

/** Makes a consumer. The address is limited, as each sign-up costs a row and a slow hash. */
export async function signUp(ctx: Ctx, input: unknown, address: string): Promise<{ userId: string; email: string }> {
  const { name, email, password } = parse(signUpInput, input);
  await beginAttempt(ctx, [`sign-up:${address}`]);
  const passwordHash = await hashPassword(password);
  return transaction(ctx.db, async (tx) => {
    // The first person of an installation becomes its owner, and a consumer must not stand in the way of that.
    if (!(await anyUserExists(tx)))
      throw new ConflictError('This portal is not open yet: its owner has to set it up first.');
    if (await findUserByEmail(tx, email)) {
      const message = 'There is a user with this e-mail address already. Sign in instead.';
      throw new ConflictError(message, { email: [message] });
    }
    const userId = newUuid();
    await insertUser(tx, { id: userId, email, name, passwordHash, createdAt: ctx.clock.now() });
    return { userId, email };
  });
}
