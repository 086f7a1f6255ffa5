import { hashPassword, verifyPassword } from '@/lib/auth/passwords';
import { changePasswordInput } from '@/lib/contract/portal';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { InvalidInputError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteSessionsOf } from '@/lib/store/sessions';
import { findUserById, updateUser } from '@/lib/store/users';
import { attemptSucceeded, beginAttempt } from './sign-in-throttle';

/** Changes one's own password; every other browser is signed out. */
export async function changePassword(ctx: Ctx, input: unknown): Promise<{ endedSessions: number }> {
  const actor = requirePerson(ctx);
  const { currentPassword, newPassword } = parse(changePasswordInput, input);
  // A stolen session must not be a place to guess the password without limit.
  const subjects = [`password:${actor.userId}`];
  await beginAttempt(ctx, subjects);
  const user = await findUserById(ctx.db, actor.userId);
  if (!user?.passwordHash) {
    throw new InvalidInputError('You sign in through an outside provider and have no password here.');
  }
  if (!(await verifyPassword(currentPassword, user.passwordHash))) {
    const message = 'This is not your current password.';
    throw new InvalidInputError(message, { currentPassword: [message] });
  }
  await attemptSucceeded(ctx, subjects);
  const passwordHash = await hashPassword(newPassword);
  return transaction(ctx.db, async (tx) => {
    await updateUser(tx, actor.userId, { passwordHash });
    const endedSessions = await deleteSessionsOf(tx, actor.userId, actor.sessionId);
    if (actor.kind === 'member') {
      await recordAudit(tx, ctx, {
        action: 'user.change-password',
        targetType: 'user',
        targetId: actor.userId,
        targetName: actor.email,
      });
    }
    return { endedSessions };
  });
}
