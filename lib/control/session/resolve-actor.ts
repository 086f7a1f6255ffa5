import type { Actor } from '@/lib/auth/can';
import type { Db } from '@/lib/store/client';
import { findLiveSession, type LiveSession, markSessionSeen } from '@/lib/store/sessions';

/** Seen times are for people ("active 5 minutes ago"): not worth a write per request. */
const SEEN_EVERY_MS = 5 * 60_000;

export const ANONYMOUS: Actor = { kind: 'anonymous' };

/** Who a session is, as its rows say now: a removed member, a changed role or a revoked session count at once. */
export async function resolveActor(db: Db, sessionId: string, now: Date): Promise<Actor> {
  const session = await findLiveSession(db, sessionId, now);
  if (session === null) return ANONYMOUS;
  // Never in the way of the request: a busy or full database just leaves an older time.
  if (now.getTime() - session.lastSeenAt.getTime() > SEEN_EVERY_MS)
    markSessionSeen(db, session.id, now).catch(() => {});
  return toActor(session);
}

function toActor(session: LiveSession): Actor {
  const person = {
    userId: session.user.id,
    name: session.user.name,
    email: session.user.email,
    sessionId: session.id,
  };
  const membership =
    session.memberships.find(({ accountId }) => accountId === session.accountId) ?? session.memberships[0];
  if (membership === undefined) return { kind: 'consumer', ...person };
  const { accountId, role, ownersNeedTotp } = membership;
  const needsTotp = ownersNeedTotp && role === 'owner' && session.hasPasswordOnly;
  return { kind: 'member', ...person, accountId, role, ...(needsTotp ? { needsTotp } : {}) };
}
