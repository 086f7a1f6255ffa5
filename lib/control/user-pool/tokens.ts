import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { userPoolIssuer } from '@/lib/contract/user-pool';
import type { Ctx } from '@/lib/control/context';
import { env } from '@/lib/env';
import { newSecret, newUuid } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { listPoolKeys, openCurrentKey } from '@/lib/store/user-pool-keys';
import {
  findPoolUserById,
  findRefreshToken,
  findSession,
  groupsOfUser,
  insertSession,
  type PoolSession,
  type PoolUserRow,
  replaceRefreshToken,
  revokeSession,
} from '@/lib/store/user-pool-users';
import { type ClientRow, findClient, findPool, type PoolRow } from '@/lib/store/user-pools';
import { CognitoError } from './cognito-error';

/** What tokens of the SDK's flows may do: manage their own user. */
export const SELF_SERVICE_SCOPE = 'aws.cognito.signin.user.admin';

export interface SignedInUser {
  readonly pool: PoolRow;
  readonly client: ClientRow;
  readonly user: PoolUserRow;
}

export interface PoolTokens {
  readonly accessToken: string;
  readonly idToken: string;
  /** Undefined: the one that was brought stays good. */
  readonly refreshToken: string | undefined;
  readonly expiresInSeconds: number;
}

export interface SessionOptions {
  /** Of the access token, as OAuth asked for it. */
  readonly scope?: string;
  /** Of the authorization request, for the ID token. */
  readonly nonce?: string;
}

/** After everything was proven: a session, its refresh token and the first pair of tokens. */
export async function startPoolSession(
  ctx: Ctx,
  who: SignedInUser,
  { scope = SELF_SERVICE_SCOPE, nonce }: SessionOptions = {},
): Promise<PoolTokens> {
  const now = ctx.clock.now();
  const refreshToken = newSecret(48);
  const session = {
    ...{ id: newUuid(), userId: who.user.id, clientId: who.client.id, authTime: now, scope },
    expiresAt: new Date(now.getTime() + who.client.refreshTokenValiditySeconds * 1000),
  };
  await transaction(ctx.db, (tx) => insertSession(tx, session, hashOf(refreshToken)));
  return { ...(await signTokens(ctx, who, session, nonce)), refreshToken };
}

/**
 * With rotation each refresh token is good once; one that comes again was stolen, by whoever brought it first or
 * second: its whole session ends. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export async function refreshPoolTokens(
  ctx: Ctx,
  clientId: string,
  refreshToken: string,
): Promise<PoolTokens & SignedInUser> {
  const oldHash = hashOf(refreshToken);
  const found = await findRefreshToken(ctx.db, oldHash);
  const invalid = () => new CognitoError('NotAuthorizedException', 'Invalid Refresh Token');
  if (found === null || found.session.clientId !== clientId) throw invalid();
  const { session } = found;
  const now = ctx.clock.now();
  if (found.usedAt !== null) throw await reused(ctx, session);
  if (session.revokedAt !== null) throw new CognitoError('NotAuthorizedException', 'Refresh Token has been revoked');
  if (session.expiresAt <= now) throw new CognitoError('NotAuthorizedException', 'Refresh Token has expired');
  const client = await findClient(ctx.db, clientId);
  const user = await findPoolUserById(ctx.db, session.userId);
  const pool = client === undefined ? undefined : await findPool(ctx.db, client.userPoolId);
  if (client === undefined || user === undefined || pool === undefined) throw invalid();
  requireUsable(user);
  const who = { pool, client, user };
  if (!client.refreshTokenRotation) {
    return { ...who, ...(await signTokens(ctx, who, session)), refreshToken: undefined };
  }
  const next = newSecret(48);
  const isFirst = await transaction(ctx.db, async (tx) => {
    // Two at once with the same token: only one of them can be its owner.
    if ((await findRefreshToken(tx, oldHash))?.usedAt !== null) return false;
    await replaceRefreshToken(tx, { oldHash, newHash: hashOf(next), sessionId: session.id, at: now });
    return true;
  });
  if (!isFirst) throw await reused(ctx, session);
  return { ...who, ...(await signTokens(ctx, who, session)), refreshToken: next };
}

async function reused(ctx: Ctx, session: PoolSession): Promise<CognitoError> {
  await transaction(ctx.db, (tx) => revokeSession(tx, session.id, ctx.clock.now()));
  return new CognitoError('RefreshTokenReuseException', 'Refresh Token has been used before. Sign in again.');
}

/** Unknown tokens are as good as revoked. */
export async function revokePoolToken(ctx: Ctx, clientId: string, refreshToken: string): Promise<void> {
  const found = await findRefreshToken(ctx.db, hashOf(refreshToken));
  if (found === null) return;
  if (found.session.clientId !== clientId) throw new CognitoError('UnauthorizedException', 'Invalid client.');
  await transaction(ctx.db, (tx) => revokeSession(tx, found.session.id, ctx.clock.now()));
}

export function requireUsable({ enabled }: Pick<PoolUserRow, 'enabled'>): void {
  if (!enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html */
async function signTokens(
  ctx: Ctx,
  { pool, client, user }: SignedInUser,
  session: Pick<PoolSession, 'id' | 'authTime' | 'scope'>,
  nonce?: string,
): Promise<Omit<PoolTokens, 'refreshToken'>> {
  const { kid, privateJwk } = await openCurrentKey(ctx.db, ctx.secrets, pool.id);
  const key = await importJWK(JSON.parse(privateJwk), 'RS256');
  const groups = await groupsOfUser(ctx.db, user.id);
  const iat = Math.floor(ctx.clock.now().getTime() / 1000);
  const common = {
    sub: user.id,
    ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
    iss: userPoolIssuer(env.consoleOrigin, pool.id),
    origin_jti: session.id,
    event_id: newUuid(),
    auth_time: Math.floor(session.authTime.getTime() / 1000),
    iat,
  };
  const sign = (claims: JWTPayload, seconds: number) =>
    new SignJWT({ ...common, ...claims, exp: iat + seconds, jti: newUuid() })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(key);
  const accessToken = await sign(
    { token_use: 'access', client_id: client.id, username: user.username, scope: session.scope },
    client.accessTokenValiditySeconds,
  );
  const idToken = await sign(
    {
      ...attributeClaims(user.attributes),
      ...{ token_use: 'id', aud: client.id, 'cognito:username': user.username },
      ...(nonce === undefined ? {} : { nonce }),
    },
    client.idTokenValiditySeconds,
  );
  return { accessToken, idToken, expiresInSeconds: client.accessTokenValiditySeconds };
}

/** OpenID wants booleans of these. */
const BOOLEANS = ['email_verified', 'phone_number_verified'];

function attributeClaims(attributes: PoolUserRow['attributes']): JWTPayload {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, BOOLEANS.includes(name) ? value === 'true' : value]),
  );
}

/** Who brings an access token of a pool: signed by it, in time, not revoked, of a user that may sign in. */
export async function requireAccessToken(
  ctx: Ctx,
  token: string,
): Promise<SignedInUser & { readonly sessionId: string }> {
  const claims = await verifyClaims(ctx, token);
  const invalid = () => new CognitoError('NotAuthorizedException', 'Invalid Access Token');
  const [user, client, session] = await Promise.all([
    findPoolUserById(ctx.db, String(claims.sub)),
    findClient(ctx.db, String(claims.client_id)),
    findSession(ctx.db, String(claims.origin_jti)),
  ]);
  const pool = user === undefined ? undefined : await findPool(ctx.db, user.userPoolId);
  if (user === undefined || pool === undefined || client?.userPoolId !== pool.id) throw invalid();
  if (!String(claims.scope).split(' ').includes(SELF_SERVICE_SCOPE)) {
    throw new CognitoError('NotAuthorizedException', 'Access Token does not have required scopes');
  }
  if (session === null || session.userId !== user.id || session.revokedAt !== null) {
    throw new CognitoError('NotAuthorizedException', 'Access Token has been revoked');
  }
  requireUsable(user);
  return { user, client, pool, sessionId: session.id };
}

async function verifyClaims(ctx: Ctx, token: string): Promise<JWTPayload> {
  try {
    // Only says where to look: the pool's own keys decide.
    const { iss = '' } = decodeJwt(token);
    const userPoolId = iss.slice(iss.lastIndexOf('/') + 1);
    const keys = (await listPoolKeys(ctx.db, userPoolId)).map(({ publicJwk }) => ({ ...publicJwk }));
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys }), {
      algorithms: ['RS256'],
      issuer: userPoolIssuer(env.consoleOrigin, userPoolId),
      currentDate: ctx.clock.now(),
      requiredClaims: ['sub', 'exp', 'origin_jti', 'client_id'],
    });
    if (payload.token_use === 'access') return payload;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED') {
      throw new CognitoError('NotAuthorizedException', 'Access Token has expired');
    }
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J'))) throw error;
  }
  throw new CognitoError('NotAuthorizedException', 'Invalid Access Token');
}
