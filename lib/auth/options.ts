import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import GitHubProvider from 'next-auth/providers/github';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { routes } from '@/lib/client/routes';
import { systemClock } from '@/lib/clock';
import type { Ctx } from '@/lib/control/context';
import { ANONYMOUS, resolveActor } from '@/lib/control/session/resolve-actor';
import { signIn } from '@/lib/control/session/sign-in';
import { type OutsideIdentity, signInWithIdentity } from '@/lib/control/session/sign-in-with-identity';
import { startSession } from '@/lib/control/session/start';
import { env } from '@/lib/env';
import { ServiceError } from '@/lib/errors';
import { logger } from '@/lib/logger';
import { deleteSession } from '@/lib/store/sessions';
import { SESSION_SECONDS, sessionCookieName } from './session-cookie';

export interface AuthRequest {
  /** An anonymous context: sign-in is what makes an actor. */
  readonly ctx: Ctx;
  readonly secret: string;
  /** The browser speaks HTTPS with us, or with the proxy in front of us. */
  readonly secure: boolean;
  readonly address: string;
  readonly userAgent: string;
  /** Which outside providers there are; for tests. */
  readonly providers?: Pick<typeof env, 'github' | 'oidc'>;
}

/**
 * next-auth with its JWT strategy, but the token only names a row of Session: deleting the row signs the browser out.
 * Made per request, since what a sign-in records is the request's.
 */
export function authOptions({ ctx, secret, secure, address, userAgent, providers = env }: AuthRequest): AuthOptions {
  return {
    secret,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    cookies: {
      sessionToken: {
        name: sessionCookieName(secret, secure),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    pages: { signIn: routes.signIn(), error: routes.signIn() },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' }, code: {} },
        async authorize(credentials) {
          try {
            const { email, password, code } = credentials ?? {};
            const person = await signIn(ctx, { email, password, code }, address);
            return { id: person.userId, name: person.name, email: person.email };
          } catch (error) {
            throw new Error(publicMessage(error, ctx.requestId));
          }
        },
      }),
      ...(providers.github ? [GitHubProvider({ ...providers.github, userinfo: GITHUB_USERINFO })] : []),
      ...(providers.oidc ? [oidcProvider(providers.oidc)] : []),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (!account || account.provider === 'credentials') return true;
        try {
          // The issuer is part of who someone is: subjects of two issuers are different people.
          const issuer = account.provider === 'oidc' ? `oidc:${providers.oidc?.issuer ?? ''}` : account.provider;
          const identity = outsideIdentity(issuer, account.providerAccountId, user, profile);
          user.id = (await signInWithIdentity(ctx, identity)).userId;
          return true;
        } catch (error) {
          return `${routes.signIn()}?error=${encodeURIComponent(publicMessage(error, ctx.requestId))}`;
        }
      },
      async jwt({ token, user }) {
        if (user) return { sid: await startSession(ctx, { userId: user.id, userAgent, address }) };
        const sid = typeof token.sid === 'string' ? token.sid : '';
        const actor = await resolveActor(ctx.db, sid, systemClock.now());
        if (actor === ANONYMOUS) throw new Error('The session has ended.'); // next-auth then drops the cookie.
        return { sid };
      },
      // Nobody needs what /api/auth/session would tell: the server reads the row.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => sameOrigin(url, baseUrl),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await deleteSession(ctx.db, token.sid);
      },
    },
    logger: {
      error: (code, metadata) => {
        if (!EXPECTED.has(code)) logger.error({ code, err: asError(metadata) }, 'sign-in failed');
      },
      warn: () => {},
      debug: () => {},
    },
  };
}

/** Wrong passwords and ended sessions are no faults of the server. */
const EXPECTED = new Set(['CALLBACK_CREDENTIALS_HANDLER_ERROR', 'JWT_SESSION_ERROR']);

export function sameOrigin(url: string, baseUrl: string): string {
  try {
    const target = new URL(url, baseUrl);
    return target.origin === new URL(baseUrl).origin ? target.href : baseUrl;
  } catch {
    return baseUrl;
  }
}

/** GitHub's profile does not say whether its e-mail is verified; its e-mail list does. */
const GITHUB_USERINFO: NonNullable<OAuthConfig<unknown>['userinfo']> = {
  url: 'https://api.github.com/user',
  async request({ client, tokens }) {
    const token = tokens.access_token ?? '';
    const profile = await client.userinfo(token);
    const answer = await fetch('https://api.github.com/user/emails', {
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'gatehouse' },
      signal: AbortSignal.timeout(10_000),
    });
    const emails: unknown = answer.ok ? await answer.json() : [];
    const primary = (Array.isArray(emails) ? (emails as GitHubEmail[]) : []).find((entry) => entry.primary);
    return { ...profile, email: primary?.email, email_verified: primary?.verified === true };
  },
};

interface GitHubEmail {
  readonly email: string;
  readonly primary: boolean;
  readonly verified: boolean;
}

interface OidcProfile {
  readonly sub: string;
  readonly name?: string;
  readonly preferred_username?: string;
  readonly email?: string;
}

function oidcProvider(oidc: NonNullable<typeof env.oidc>): OAuthConfig<OidcProfile> {
  return {
    id: 'oidc',
    name: oidc.name,
    type: 'oauth',
    wellKnown: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: (profile) => ({
      id: profile.sub,
      name: profile.name ?? profile.preferred_username ?? '',
      email: profile.email ?? null,
    }),
  };
}

function outsideIdentity(
  provider: string,
  subject: string,
  user: { name?: string | null; email?: string | null },
  profile: object | undefined,
): OutsideIdentity {
  const verified = profile && 'email_verified' in profile ? profile.email_verified : false;
  return {
    provider,
    subject,
    email: user.email ?? null,
    emailVerified: verified === true || verified === 'true',
    name: user.name ?? '',
  };
}

function publicMessage(error: unknown, requestId: string): string {
  if (error instanceof ServiceError) return error.message;
  logger.error({ requestId, where: 'sign-in', err: error }, 'unexpected error');
  return 'Something went wrong on our side. Try again in a moment.';
}

const asError = (metadata: unknown): unknown =>
  typeof metadata === 'object' && metadata !== null && 'error' in metadata ? metadata.error : metadata;
