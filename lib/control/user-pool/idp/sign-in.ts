import { z } from 'zod';
import { hashPassword, verifyPassword } from '@/lib/auth/passwords';
import { type UserAttributes, userAttributes } from '@/lib/contract/user-pool';
import { type Ctx, parse } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { findPoolUser, findPoolUserById, type PoolUserRow, writePoolUser } from '@/lib/store/user-pool-users';
import type { ClientRow, PoolRow } from '@/lib/store/user-pools';
import { requireAttributes } from '../attributes';
import { CognitoError } from '../cognito-error';
import { requirePassword } from '../password-rules';
import { type PoolTokens, refreshPoolTokens, requireUsable, type SignedInUser, startPoolSession } from '../tokens';
import { writeAttributes } from '../users';
import { CHALLENGES, type Challenge, type OpenedChallenge, openChallenge, sealChallenge } from './challenge-session';
import { requireClientSecret, requireIdpClient, requireSecretHash } from './client';
import { requireTotp } from './mfa';
import { beginPassword } from './throttle';

const texts = z.record(z.string().max(128), z.string().max(8192)).default({});
const initiateAuthInput = z.object({
  AuthFlow: z.string().max(64),
  ClientId: z.string().max(128),
  AuthParameters: texts,
});

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html */
export async function initiateAuth(ctx: Ctx, input: unknown) {
  const { AuthFlow, ClientId, AuthParameters } = parse(initiateAuthInput, input);
  const { pool, client } = await requireIdpClient(ctx, ClientId);
  if (AuthFlow === 'USER_PASSWORD_AUTH') {
    requireFlow(client, 'ALLOW_USER_PASSWORD_AUTH', AuthFlow);
    const { USERNAME: username, PASSWORD: password, SECRET_HASH } = AuthParameters;
    if (username === undefined) throw missing('USERNAME');
    if (password === undefined) throw missing('PASSWORD');
    requireSecretHash(ctx, client, [username], SECRET_HASH);
    return nextStep(ctx, { pool, client, user: await checkPassword(ctx, pool, username, password) });
  }
  if (AuthFlow === 'REFRESH_TOKEN_AUTH' || AuthFlow === 'REFRESH_TOKEN') {
    requireFlow(client, 'ALLOW_REFRESH_TOKEN_AUTH', AuthFlow);
    const { REFRESH_TOKEN: token, SECRET_HASH } = AuthParameters;
    if (token === undefined) throw missing('REFRESH_TOKEN');
    const tokens = await refreshPoolTokens(ctx, client.id, token);
    const { user } = tokens;
    requireSecretHash(ctx, client, [user.username, user.id, user.login, user.attributes.email ?? ''], SECRET_HASH);
    return { ChallengeParameters: {}, AuthenticationResult: toResult(tokens) };
  }
  throw new CognitoError('InvalidParameterException', `${AuthFlow} is not enabled for the client.`);
}

function requireFlow(client: ClientRow, flow: ClientRow['explicitAuthFlows'][number], name: string): void {
  if (client.explicitAuthFlows.includes(flow)) return;
  throw new CognitoError('InvalidParameterException', `${name} flow not enabled for this client`);
}

/** Who does not exist takes as long and gets the same answer as who has another password. */
export async function checkPassword(ctx: Ctx, pool: PoolRow, username: string, password: string): Promise<PoolUserRow> {
  const succeeded = await beginPassword(ctx, pool.id, username);
  const user = await findPoolUser(ctx.db, pool.id, username);
  const matches = await verifyPassword(password, user?.passwordHash ?? null);
  if (user === undefined || !matches) {
    throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.');
  }
  await succeeded();
  requireUsable(user);
  if (user.status === 'UNCONFIRMED') throw new CognitoError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'RESET_REQUIRED') {
    throw new CognitoError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  return user;
}

/** What is still to be proven before there are tokens. */
export function challengeFor(
  ctx: Ctx,
  { pool, user }: Pick<SignedInUser, 'pool' | 'user'>,
  proven: readonly Challenge[] = [],
): Challenge | undefined {
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const lifetimeMs = pool.passwordPolicy.temporaryPasswordValidityDays * 86_400_000;
    if ((user.passwordSetAt?.getTime() ?? 0) + lifetimeMs <= ctx.clock.now().getTime()) {
      const message = 'Temporary password has expired and must be reset by an administrator.';
      throw new CognitoError('NotAuthorizedException', message);
    }
    return 'NEW_PASSWORD_REQUIRED';
  }
  if (pool.mfaConfiguration === 'OFF' || proven.includes('SOFTWARE_TOKEN_MFA')) return undefined;
  if (user.totpSealed !== null && (user.mfaEnabled || pool.mfaConfiguration === 'ON')) return 'SOFTWARE_TOKEN_MFA';
  return pool.mfaConfiguration === 'ON' ? 'MFA_SETUP' : undefined;
}

async function nextStep(ctx: Ctx, who: SignedInUser, proven: readonly Challenge[] = []) {
  const challenge = challengeFor(ctx, who, proven);
  if (challenge === undefined) {
    return { ChallengeParameters: {}, AuthenticationResult: toResult(await startPoolSession(ctx, who)) };
  }
  return {
    ChallengeName: challenge,
    Session: sealChallenge(ctx, who, challenge),
    ChallengeParameters: { USER_ID_FOR_SRP: who.user.username, ...PARAMETERS[challenge](who.user) },
  };
}

const PARAMETERS: Readonly<Record<Challenge, (user: PoolUserRow) => Readonly<Record<string, string>>>> = {
  NEW_PASSWORD_REQUIRED: (user) => ({ requiredAttributes: '[]', userAttributes: JSON.stringify(user.attributes) }),
  SOFTWARE_TOKEN_MFA: () => ({}),
  MFA_SETUP: () => ({ MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }),
};

const toResult = ({ accessToken, idToken, refreshToken, expiresInSeconds }: PoolTokens) => ({
  AccessToken: accessToken,
  IdToken: idToken,
  ...(refreshToken === undefined ? {} : { RefreshToken: refreshToken }),
  ExpiresIn: expiresInSeconds,
  TokenType: 'Bearer',
});

const respondInput = z.object({
  ChallengeName: z.enum(CHALLENGES, { error: 'This challenge is not supported.' }),
  ClientId: z.string().max(128),
  Session: z.string().max(8192),
  ChallengeResponses: texts,
});

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html */
export async function respondToAuthChallenge(ctx: Ctx, input: unknown) {
  const { ChallengeName, ClientId, Session, ChallengeResponses } = parse(respondInput, input);
  const opened = await openChallenge(ctx, Session, ChallengeName);
  const { USERNAME: username, SECRET_HASH } = ChallengeResponses;
  if (opened.client.id !== ClientId) throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  if (username === undefined) throw missing('USERNAME');
  const named = await findPoolUser(ctx.db, opened.pool.id, username);
  if (named?.id !== opened.user.id) throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  requireSecretHash(ctx, opened.client, [username, opened.user.username], SECRET_HASH);
  requireUsable(opened.user);
  if (ChallengeName === 'NEW_PASSWORD_REQUIRED')
    return nextStep(ctx, await answerPassword(ctx, opened, ChallengeResponses));
  if (ChallengeName === 'SOFTWARE_TOKEN_MFA') {
    const code = ChallengeResponses.SOFTWARE_TOKEN_MFA_CODE;
    if (code === undefined) throw missing('SOFTWARE_TOKEN_MFA_CODE');
    await requireTotp(ctx, opened.user, code);
  } else if (!opened.isVerified) {
    throw new CognitoError('SoftwareTokenMFANotFoundException', 'Verify a software token first.');
  }
  return nextStep(ctx, opened, ['SOFTWARE_TOKEN_MFA']);
}

/** The temporary password's end; `userAttributes.name` and the like come along. */
export async function answerPassword(
  ctx: Ctx,
  opened: OpenedChallenge,
  responses: Readonly<Record<string, string>>,
): Promise<SignedInUser> {
  const { pool, user } = opened;
  const password = responses.NEW_PASSWORD;
  if (password === undefined) throw missing('NEW_PASSWORD');
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError('NotAuthorizedException', 'Invalid session for the user.');
  }
  requirePassword(pool.passwordPolicy, password);
  const attributes = attributesOf(responses);
  requireAttributes(pool, attributes, { bySelf: true });
  const passwordHash = await hashPassword(password);
  await transaction(ctx.db, async (tx) => {
    await writeAttributes(tx, pool, user, attributes);
    await writePoolUser(tx, user.id, { passwordHash, passwordSetAt: ctx.clock.now(), status: 'CONFIRMED' });
  });
  return { ...opened, user: (await findPoolUserById(ctx.db, user.id)) ?? user };
}

const PREFIX = 'userAttributes.';
const attributesOf = (responses: Readonly<Record<string, string>>): UserAttributes =>
  parse(
    userAttributes,
    Object.fromEntries(
      Object.entries(responses).flatMap(([name, value]) =>
        name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value]] : [],
      ),
    ),
  );

const getTokensInput = z.object({
  RefreshToken: z.string().max(8192),
  ClientId: z.string().max(128),
  ClientSecret: z.string().max(128).optional(),
});

/** The way to refresh with rotation. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html */
export async function getTokensFromRefreshToken(ctx: Ctx, input: unknown) {
  const { RefreshToken, ClientId, ClientSecret } = parse(getTokensInput, input);
  const { client } = await requireIdpClient(ctx, ClientId);
  requireClientSecret(ctx, client, ClientSecret);
  return { AuthenticationResult: toResult(await refreshPoolTokens(ctx, client.id, RefreshToken)) };
}

const missing = (name: string) => new CognitoError('InvalidParameterException', `Missing required parameter ${name}`);
