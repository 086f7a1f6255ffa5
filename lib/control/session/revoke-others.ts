import { type Ctx, requirePerson } from '@/lib/control/context';
import { deleteSessionsOf } from '@/lib/store/sessions';

/** Signs the person out everywhere but here. */
export async function revokeOtherSessions(ctx: Ctx): Promise<{ ended: number }> {
  const { userId, sessionId } = requirePerson(ctx);
  return { ended: await deleteSessionsOf(ctx.db, userId, sessionId) };
}
