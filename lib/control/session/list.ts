import { createHash } from 'node:crypto';
import type { SessionSummary } from '@/lib/contract/account';
import { type Ctx, requirePerson } from '@/lib/control/context';
import { listLiveSessions } from '@/lib/store/sessions';

/** Where one is signed in. Ids are given as digests: the real one is what the cookie carries. */
export async function listSessions(ctx: Ctx): Promise<SessionSummary[]> {
  const { userId, sessionId } = requirePerson(ctx);
  const rows = await listLiveSessions(ctx.db, userId, ctx.clock.now());
  return rows.map((row) => ({
    id: sessionDigest(row.id),
    userAgent: row.userAgent,
    address: row.address,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    current: row.id === sessionId,
  }));
}

export const sessionDigest = (id: string): string => createHash('sha256').update(id).digest('base64url');
