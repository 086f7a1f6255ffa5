import { hashPassword } from '@/lib/auth/passwords';
import type { Role } from '@/lib/contract/account';
import type { Ctx } from '@/lib/control/context';
import { resolveActor } from '@/lib/control/session/resolve-actor';
import { startSession } from '@/lib/control/session/start';
import { newUuid } from '@/lib/ids';
import type { World } from './world';

export const PASSWORD = 'correct horse battery';
let hash: Promise<string> | undefined;

export interface SignedInPerson {
  readonly userId: string;
  readonly email: string;
  readonly sessionId: string;
  readonly ctx: Ctx;
}

/** Someone with a user, a session and, when a role is given, a membership of the world's account. */
export async function givenPerson(
  world: World,
  options: { role?: Role; email?: string } = {},
): Promise<SignedInPerson> {
  hash ??= hashPassword(PASSWORD);
  const { db, clock } = world.owner;
  const userId = newUuid();
  const email = options.email ?? `${userId.slice(0, 8)}@example.test`;
  await db.user.create({ data: { id: userId, email, name: `Person ${userId.slice(0, 4)}`, passwordHash: await hash } });
  if (options.role) {
    await db.membership.create({
      data: { accountId: world.accountId, userId, role: options.role, createdAt: clock.now() },
    });
  }
  return { userId, email, ...(await signedIn(world, userId)) };
}

/** A new browser of that person. */
export async function signedIn(world: World, userId: string): Promise<{ sessionId: string; ctx: Ctx }> {
  const sessionId = await startSession(world.nobody, { userId, userAgent: 'test browser' });
  return { sessionId, ctx: await inSession(world, sessionId) };
}

/** What a request with that session's cookie would be. */
export async function inSession(world: World, sessionId: string): Promise<Ctx> {
  return { ...world.nobody, actor: await resolveActor(world.owner.db, sessionId, world.owner.clock.now()) };
}
