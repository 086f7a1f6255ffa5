import { SESSION_SECONDS } from '@/lib/auth/session-cookie';
import type { Ctx } from '@/lib/control/context';
import { newSecret } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { deleteExpiredSessions, insertSession } from '@/lib/store/sessions';

/** Opens a session for someone who has just proved who they are. Its id goes into the cookie and nowhere else. */
export async function startSession(
  ctx: Ctx,
  input: Readonly<{ userId: string; userAgent: string; address?: string }>,
): Promise<string> {
  const now = ctx.clock.now();
  const id = newSecret();
  await transaction(ctx.db, async (tx) => {
    await deleteExpiredSessions(tx, now);
    await insertSession(tx, {
      id,
      userId: input.userId,
      accountId: null,
      userAgent: input.userAgent.slice(0, 400),
      address: input.address ?? '',
      createdAt: now,
      expiresAt: new Date(now.getTime() + SESSION_SECONDS * 1000),
    });
  });
  return id;
}
