import 'server-only';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { decode } from 'next-auth/jwt';
import { cache } from 'react';
import type { Actor } from '@/lib/auth/can';
import { sessionSecret } from '@/lib/auth/secret';
import { sessionCookieName } from '@/lib/auth/session-cookie';
import { routes } from '@/lib/client/routes';
import { systemClock } from '@/lib/clock';
import type { CurrentUser } from '@/lib/contract/account';
import { ANONYMOUS, resolveActor } from '@/lib/control/session/resolve-actor';
import { listAccountsOf } from '@/lib/store/accounts';
import { inTime } from '@/lib/store/in-time';
import { openStore } from './store';

/** Who sends this request: the cookie names a session, the session's row says who that is. Once per request. */
export const currentActor = cache(async (): Promise<Actor> => {
  const { db, secrets } = await openStore();
  const secret = sessionSecret(secrets);
  const jar = await cookies();
  const token =
    jar.get(sessionCookieName(secret, true))?.value ?? jar.get(sessionCookieName(secret, false))?.value ?? '';
  const sessionId = await sessionIdOf(token, secret);
  return sessionId === undefined ? ANONYMOUS : inTime(resolveActor(db, sessionId, systemClock.now()));
});

/** For layouts: name, account and role of who is signed in; null for nobody. */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const actor = await currentActor();
  if (actor.kind !== 'member' && actor.kind !== 'consumer') return null;
  const { db } = await openStore();
  const accounts = actor.kind === 'member' ? await listAccountsOf(db, actor.userId) : [];
  return {
    userId: actor.userId,
    name: actor.name,
    email: actor.email,
    account: actor.kind === 'member' ? (accounts.find(({ id }) => id === actor.accountId) ?? null) : null,
    accounts,
    needsTotp: actor.kind === 'member' && actor.needsTotp === true,
  };
});

export type Member = CurrentUser & { readonly account: NonNullable<CurrentUser['account']> };

/** First line of the console's layout: sends consumers to the portal and others to sign in. */
export async function requireMember(): Promise<Member> {
  const user = await currentUser();
  if (user === null) redirect(routes.signIn({ callbackUrl: await currentPath() }));
  if (user.account === null) redirect(routes.portal.home());
  return { ...user, account: user.account };
}

/** Path and query of the request, which Next does not tell layouts: set by proxy.ts. */
export async function currentPath(): Promise<string | undefined> {
  return (await headers()).get('x-gatehouse-path') ?? undefined;
}

async function sessionIdOf(token: string, secret: string): Promise<string | undefined> {
  if (token === '') return undefined;
  try {
    const claims = await decode({ token, secret });
    return typeof claims?.sid === 'string' ? claims.sid : undefined;
  } catch {
    return undefined; // Expired, or encrypted under another secret.
  }
}
