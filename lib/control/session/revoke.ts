import { sessionRef } from '@/lib/contract/account';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { deleteSession, listLiveSessions } from '@/lib/store/sessions';
import { sessionDigest } from './list';

/** Signs one of the person's own browsers out, at once. */
export async function revokeSession(ctx: Ctx, input: unknown): Promise<null> {
  const { userId } = requirePerson(ctx);
  const { sessionId } = parse(sessionRef, input);
  const sessions = await listLiveSessions(ctx.db, userId, ctx.clock.now());
  const session = sessions.find(({ id }) => sessionDigest(id) === sessionId);
  if (!session || !(await deleteSession(ctx.db, session.id, userId))) throw new NotFoundError('This session');
  return null;
}
