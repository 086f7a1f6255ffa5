import { z } from 'zod';
import { hashPassword, verifyPassword } from '@/lib/auth/passwords';
import { type Ctx, parse } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import {
  deleteCode,
  deletePoolUser,
  findPoolUserById,
  revokeSessionsOf,
  writePoolUser,
} from '@/lib/store/user-pool-users';
import { requireAttributes } from '../attributes';
import { deliverCode, deliveryOf, issueCode, requireCode } from '../codes';
import { CognitoError } from '../cognito-error';
import { requirePassword } from '../password-rules';
import { requireAccessToken, revokePoolToken } from '../tokens';
import { writeAttributes } from '../users';
import { requireClientSecret, requireIdpClient } from './client';
import { attributeList, toAttributes } from './sign-up';
import { beginCode, beginPassword } from './throttle';

const byToken = z.object({ AccessToken: z.string().min(1).max(8192) });

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html */
export async function getUser(ctx: Ctx, input: unknown) {
  const { user } = await requireAccessToken(ctx, parse(byToken, input).AccessToken);
  const mfa = user.mfaEnabled && user.totpSealed !== null;
  return {
    Username: user.username,
    UserAttributes: Object.entries({ sub: user.id, ...user.attributes }).map(([Name, Value]) => ({ Name, Value })),
    ...(mfa ? { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
  };
}

const password = z.string().min(1).max(256);
const changePasswordInput = byToken.extend({ PreviousPassword: password, ProposedPassword: password });

export async function changePassword(ctx: Ctx, input: unknown) {
  const { AccessToken, PreviousPassword, ProposedPassword } = parse(changePasswordInput, input);
  const { user, pool } = await requireAccessToken(ctx, AccessToken);
  const succeeded = await beginPassword(ctx, pool.id, user.login);
  if (!(await verifyPassword(PreviousPassword, user.passwordHash))) {
    throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.');
  }
  await succeeded();
  requirePassword(pool.passwordPolicy, ProposedPassword);
  const passwordHash = await hashPassword(ProposedPassword);
  await transaction(ctx.db, (tx) => writePoolUser(tx, user.id, { passwordHash, passwordSetAt: ctx.clock.now() }));
  return {};
}

const updateInput = byToken.extend({ UserAttributes: attributeList });

/** A new e-mail has to be proven with the code that goes to it. */
export async function updateUserAttributes(ctx: Ctx, input: unknown) {
  const { AccessToken, UserAttributes } = parse(updateInput, input);
  const { user, pool } = await requireAccessToken(ctx, AccessToken);
  const attributes = toAttributes(UserAttributes);
  requireAttributes(pool, attributes, { bySelf: true });
  const email = attributes.email;
  const isNew = email !== undefined && email !== '' && email !== user.attributes.email;
  if (isNew) await beginCode(ctx, pool.id, user.login);
  const code = await transaction(ctx.db, async (tx) => {
    await writeAttributes(tx, pool, user, attributes);
    return isNew ? issueCode(tx, ctx, user.id, 'EMAIL') : undefined;
  });
  if (code === undefined || email === undefined) return { CodeDeliveryDetailsList: [] };
  deliverCode(ctx, { attributes: { email } }, 'EMAIL', code);
  return { CodeDeliveryDetailsList: [deliveryOf(email)] };
}

const verifyInput = byToken.extend({ AttributeName: z.literal('email'), Code: z.string().trim().min(1).max(2048) });

export async function verifyUserAttribute(ctx: Ctx, input: unknown) {
  const { AccessToken, Code } = parse(verifyInput, input);
  const { user } = await requireAccessToken(ctx, AccessToken);
  await requireCode(ctx, user.id, 'EMAIL', Code);
  await transaction(ctx.db, async (tx) => {
    await deleteCode(tx, user.id, 'EMAIL');
    const { attributes = {} } = (await findPoolUserById(tx, user.id)) ?? {};
    // Changed meanwhile: the code was sent to the other address.
    if (attributes.email !== user.attributes.email) return;
    await writePoolUser(tx, user.id, { attributes: { ...attributes, email_verified: 'true' } });
  });
  return {};
}

export async function globalSignOut(ctx: Ctx, input: unknown) {
  const { user } = await requireAccessToken(ctx, parse(byToken, input).AccessToken);
  await transaction(ctx.db, (tx) => revokeSessionsOf(tx, user.id, ctx.clock.now()));
  return {};
}

export async function deleteUser(ctx: Ctx, input: unknown) {
  const { user } = await requireAccessToken(ctx, parse(byToken, input).AccessToken);
  await transaction(ctx.db, (tx) => deletePoolUser(tx, user.id));
  return {};
}

const revokeInput = z.object({
  Token: z.string().min(1).max(8192),
  ClientId: z.string().max(128),
  ClientSecret: z.string().max(128).optional(),
});

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html */
export async function revokeToken(ctx: Ctx, input: unknown) {
  const { Token, ClientId, ClientSecret } = parse(revokeInput, input);
  const { client } = await requireIdpClient(ctx, ClientId);
  requireClientSecret(ctx, client, ClientSecret);
  if (Token.split('.').length === 3) {
    throw new CognitoError('UnsupportedTokenTypeException', 'Only refresh tokens can be revoked.');
  }
  await revokePoolToken(ctx, client.id, Token);
  return {};
}
