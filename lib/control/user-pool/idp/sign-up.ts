import { z } from 'zod';
import { hashPassword } from '@/lib/auth/passwords';
import { type UserAttributes, userAttributes, username } from '@/lib/contract/user-pool';
import { type Ctx, parse } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import {
  deleteCode,
  findPoolUser,
  type PoolUserRow,
  revokeSessionsOf,
  writePoolUser,
} from '@/lib/store/user-pool-users';
import { type CodeDelivery, deliverCode, deliveryOf, EXPIRED, issueCode, requireCode } from '../codes';
import { CognitoError } from '../cognito-error';
import { requirePassword } from '../password-rules';
import { addPerson, preparePerson } from '../people';
import { requireIdpClient, requireSecretHash } from './client';
import { beginCode } from './throttle';

const byName = z.object({
  ClientId: z.string().max(128),
  Username: username,
  SecretHash: z.string().max(128).optional(),
});

export const attributeList = z
  .array(z.object({ Name: z.string().min(1).max(32), Value: z.string().max(2048).default('') }))
  .max(70);
export const toAttributes = (list: z.output<typeof attributeList>): UserAttributes =>
  parse(userAttributes, Object.fromEntries(list.map(({ Name, Value }) => [Name, Value])));

const password = z.string().min(1).max(256);
const signUpInput = byName.extend({ Password: password, UserAttributes: attributeList.default([]) });

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html */
export async function signUp(ctx: Ctx, input: unknown) {
  const { ClientId, Username, SecretHash, Password, UserAttributes } = parse(signUpInput, input);
  const { pool, client } = await requireIdpClient(ctx, ClientId);
  requireSecretHash(ctx, client, [Username], SecretHash);
  if (!pool.selfSignUp) {
    throw new CognitoError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  }
  requirePassword(pool.passwordPolicy, Password);
  await beginCode(ctx, pool.id, Username);
  const person = await preparePerson(ctx, pool, {
    ...{ username: Username, password: Password, status: 'UNCONFIRMED', bySelf: true },
    attributes: toAttributes(UserAttributes),
  });
  const code = await transaction(ctx.db, async (tx) => {
    await addPerson(tx, person);
    return issueCode(tx, ctx, person.id, 'SIGN_UP');
  });
  deliverCode(ctx, person, 'SIGN_UP', code);
  const { email } = person.attributes;
  return {
    UserConfirmed: false,
    UserSub: person.id,
    ...(email === undefined ? {} : { CodeDeliveryDetails: deliveryOf(email) }),
  };
}

const code = z.string().trim().min(1).max(2048);
const confirmInput = byName.extend({ ConfirmationCode: code });

/** A name that nobody has gets the answer of an old code, as Cognito's own. */
export async function confirmSignUp(ctx: Ctx, input: unknown) {
  const { Username, ConfirmationCode, ...rest } = parse(confirmInput, input);
  const { user } = await requireNamed(ctx, Username, rest);
  if (user === undefined) throw new CognitoError('ExpiredCodeException', EXPIRED);
  if (user.status !== 'UNCONFIRMED') {
    throw new CognitoError('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.status}`);
  }
  await requireCode(ctx, user.id, 'SIGN_UP', ConfirmationCode);
  await transaction(ctx.db, async (tx) => {
    await deleteCode(tx, user.id, 'SIGN_UP');
    const { email } = user.attributes;
    await writePoolUser(tx, user.id, {
      status: 'CONFIRMED',
      ...(email === undefined ? {} : { attributes: { ...user.attributes, email_verified: 'true' } }),
    });
  });
  return {};
}

export async function resendConfirmationCode(ctx: Ctx, input: unknown) {
  const { Username, ...rest } = parse(byName, input);
  const { user, poolId } = await requireNamed(ctx, Username, rest);
  await beginCode(ctx, poolId, Username);
  if (user !== undefined && user.status !== 'UNCONFIRMED') {
    throw new CognitoError('InvalidParameterException', 'User is already confirmed.');
  }
  if (user !== undefined) await send(ctx, user, 'SIGN_UP');
  return { CodeDeliveryDetails: deliveryFor(ctx, user, Username) };
}

/** Tells nothing of whether there is such a user, or where its code went. */
export async function forgotPassword(ctx: Ctx, input: unknown) {
  const { Username, ...rest } = parse(byName, input);
  const { user, poolId } = await requireNamed(ctx, Username, rest);
  await beginCode(ctx, poolId, Username);
  const mayReset = user?.enabled === true && (user.status === 'CONFIRMED' || user.status === 'RESET_REQUIRED');
  if (user !== undefined && mayReset) await send(ctx, user, 'RESET');
  return { CodeDeliveryDetails: deliveryFor(ctx, user, Username) };
}

const confirmForgotInput = confirmInput.extend({ Password: password });

/** Ends all sessions: whoever knew the old password is out. */
export async function confirmForgotPassword(ctx: Ctx, input: unknown) {
  const { Username, ConfirmationCode, Password, ...rest } = parse(confirmForgotInput, input);
  const { user, policy } = await requireNamed(ctx, Username, rest);
  requirePassword(policy, Password);
  if (user === undefined) throw new CognitoError('ExpiredCodeException', EXPIRED);
  await requireCode(ctx, user.id, 'RESET', ConfirmationCode);
  const passwordHash = await hashPassword(Password);
  const now = ctx.clock.now();
  await transaction(ctx.db, async (tx) => {
    await deleteCode(tx, user.id, 'RESET');
    await writePoolUser(tx, user.id, { passwordHash, passwordSetAt: now, status: 'CONFIRMED' });
    await revokeSessionsOf(tx, user.id, now);
  });
  return {};
}

async function requireNamed(
  ctx: Ctx,
  name: string,
  { ClientId, SecretHash }: Readonly<{ ClientId: string; SecretHash?: string | undefined }>,
) {
  const { pool, client } = await requireIdpClient(ctx, ClientId);
  requireSecretHash(ctx, client, [name], SecretHash);
  return { user: await findPoolUser(ctx.db, pool.id, name), poolId: pool.id, policy: pool.passwordPolicy };
}

async function send(ctx: Ctx, user: PoolUserRow, purpose: 'SIGN_UP' | 'RESET'): Promise<void> {
  const made = await transaction(ctx.db, (tx) => issueCode(tx, ctx, user.id, purpose));
  // An address that nobody proved may be anyone's.
  if (purpose === 'SIGN_UP' || user.attributes.email_verified === 'true') deliverCode(ctx, user, purpose, made);
}

/** For who has no address, or is nobody, one is made up: always the same for the same name. */
function deliveryFor(ctx: Ctx, user: PoolUserRow | undefined, name: string): CodeDelivery {
  const email = user?.attributes.email ?? (name.includes('@') ? name : undefined);
  if (email !== undefined) return deliveryOf(email);
  const letters = ctx.secrets
    .hashApiKey(`user-pool-delivery:${name}`)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  return deliveryOf(`${letters.slice(0, 1)}@${letters.slice(1, 2)}`);
}
