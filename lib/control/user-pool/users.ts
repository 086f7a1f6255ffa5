import { hashPassword } from '@/lib/auth/passwords';
import {
  createUserPoolUserInput,
  groupMemberInput,
  listUsersInput,
  MAX_LISTED_USERS,
  setUserEnabledInput,
  setUserPasswordInput,
  type UserList,
  type UserPoolUser,
  type UserPoolUserRef,
  updateUserInput,
  userPoolUserRef,
} from '@/lib/contract/user-pool';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { type Db, type Tx, transaction } from '@/lib/store/client';
import {
  deleteCode,
  deletePoolUser,
  describePoolUser,
  findPoolUser,
  listCodes,
  listPoolUsers,
  type PoolUserRow,
  revokeSessionsOf,
  setGroupMember,
  writePoolUser,
} from '@/lib/store/user-pool-users';
import { hasGroup, type PoolRow, requirePool } from '@/lib/store/user-pools';
import { mergeAttributes, requireAttributes } from './attributes';
import { openCode } from './codes';
import { CognitoError } from './cognito-error';
import { newTemporaryPassword, requirePassword } from './password-rules';
import { addPerson, nameOf, preparePerson } from './people';
import { toUser } from './present';

export async function listUserPoolUsers(ctx: Ctx, input: unknown): Promise<UserList> {
  const { accountId } = requireScope(ctx, 'user-pool:read');
  const { userPoolId, search } = parse(listUsersInput, input);
  await requirePool(ctx.db, accountId, userPoolId);
  const { users, total } = await listPoolUsers(ctx.db, userPoolId, search, MAX_LISTED_USERS);
  return { users: users.map(toUser), total };
}

export async function getUserPoolUser(ctx: Ctx, input: unknown): Promise<UserPoolUser> {
  const { accountId } = requireScope(ctx, 'user-pool:read');
  const { user } = await requireUser(ctx.db, accountId, parse(userPoolUserRef, input));
  return toUser(await describePoolUser(ctx.db, user.id));
}

export interface CreatedUser extends UserPoolUser {
  /** To be told the person; told once. */
  readonly temporaryPassword: string;
}

/** Its first sign-in asks for a password of its own. */
export async function createUserPoolUser(ctx: Ctx, input: unknown): Promise<CreatedUser> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, username, attributes, temporaryPassword } = parse(createUserPoolUserInput, input);
  const pool = await requirePool(ctx.db, accountId, userPoolId);
  const password = temporaryPassword ?? newTemporaryPassword(pool.passwordPolicy);
  requirePassword(pool.passwordPolicy, password);
  const person = await preparePerson(ctx, pool, {
    ...{ username, password, attributes, status: 'FORCE_CHANGE_PASSWORD', bySelf: false },
  });
  return transaction(ctx.db, async (tx) => {
    await requirePool(tx, accountId, userPoolId);
    await addPerson(tx, person);
    await recordAudit(tx, ctx, audit('create', person));
    return { ...toUser(await describePoolUser(tx, person.id)), temporaryPassword: password };
  });
}

/** Ends the person's sessions: whoever knew the old password is out. */
export async function setUserPoolUserPassword(ctx: Ctx, input: unknown): Promise<UserPoolUser> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { password, permanent, ...ref } = parse(setUserPasswordInput, input);
  const { pool } = await requireUser(ctx.db, accountId, ref);
  requirePassword(pool.passwordPolicy, password);
  const passwordHash = await hashPassword(password);
  return change(ctx, accountId, ref, 'set-password', async (tx, { id }) => {
    const now = ctx.clock.now();
    const status = permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
    await writePoolUser(tx, id, { passwordHash, passwordSetAt: now, status });
    await deleteCode(tx, id, 'RESET');
    await revokeSessionsOf(tx, id, now);
    return permanent ? 'A password for good' : 'To be changed at the next sign-in';
  });
}

/** The person has to choose a new one with a code, which ForgotPassword sends. */
export async function resetUserPoolUserPassword(ctx: Ctx, input: unknown): Promise<UserPoolUser> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  return change(ctx, accountId, parse(userPoolUserRef, input), 'reset-password', async (tx, { id, status }) => {
    if (status !== 'CONFIRMED' && status !== 'RESET_REQUIRED') {
      throw new ConflictError('Only the password of a confirmed user can be reset. Set a temporary one instead.');
    }
    await writePoolUser(tx, id, { status: 'RESET_REQUIRED' });
    await revokeSessionsOf(tx, id, ctx.clock.now());
    return '';
  });
}

export async function confirmUserPoolUser(ctx: Ctx, input: unknown): Promise<UserPoolUser> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  return change(ctx, accountId, parse(userPoolUserRef, input), 'confirm', async (tx, { id, status }) => {
    if (status !== 'UNCONFIRMED') throw new ConflictError(`User cannot be confirmed. Current status is ${status}`);
    await writePoolUser(tx, id, { status: 'CONFIRMED' });
    await deleteCode(tx, id, 'SIGN_UP');
    return '';
  });
}

export async function setUserPoolUserEnabled(ctx: Ctx, input: unknown): Promise<UserPoolUser> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { enabled, ...ref } = parse(setUserEnabledInput, input);
  return change(ctx, accountId, ref, enabled ? 'enable' : 'disable', async (tx, { id }) => {
    await writePoolUser(tx, id, { enabled });
    if (!enabled) await revokeSessionsOf(tx, id, ctx.clock.now());
    return '';
  });
}

/** Those named; an empty value takes one away. */
export async function updateUserPoolUser(ctx: Ctx, input: unknown): Promise<UserPoolUser> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { attributes, ...ref } = parse(updateUserInput, input);
  return change(ctx, accountId, ref, 'update', async (tx, user, pool) => {
    requireAttributes(pool, attributes, { bySelf: false });
    await writeAttributes(tx, pool, user, attributes);
    return `Attributes: ${Object.keys(attributes).join(', ')}`;
  });
}

/** Where one signs in with an e-mail, the login moves along, unless somebody else has it. */
export async function writeAttributes(
  tx: Tx,
  pool: PoolRow,
  user: PoolUserRow,
  attributes: PoolUserRow['attributes'],
): Promise<void> {
  const merged = mergeAttributes(user.attributes, attributes);
  const login = pool.signInWith === 'EMAIL' ? (merged.email?.toLowerCase() ?? user.login) : user.login;
  if (login !== user.login && (await findPoolUser(tx, pool.id, login)) !== undefined) {
    throw new CognitoError('AliasExistsException', 'An account with the given email already exists.', ['attributes']);
  }
  await writePoolUser(tx, user.id, { attributes: merged, login });
}

export async function deleteUserPoolUser(ctx: Ctx, input: unknown): Promise<{ readonly username: string }> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const ref = parse(userPoolUserRef, input);
  await transaction(ctx.db, async (tx) => {
    const { user } = await requireUser(tx, accountId, ref);
    await deletePoolUser(tx, user.id);
    await recordAudit(tx, ctx, audit('delete', user));
  });
  return { username: ref.username };
}

export async function setUserPoolGroupMember(ctx: Ctx, input: unknown): Promise<UserPoolUser> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { groupName, member, ...ref } = parse(groupMemberInput, input);
  return change(ctx, accountId, ref, member ? 'add-to-group' : 'remove-from-group', async (tx, { id }) => {
    if (!(await hasGroup(tx, ref.userPoolId, groupName))) throw new NotFoundError(`The group ${groupName}`);
    await setGroupMember(tx, { userPoolId: ref.userPoolId, groupName, userId: id }, member);
    return `Group ${groupName}`;
  });
}

export interface PendingCode {
  readonly purpose: string;
  /** Null: it was mailed, and is known to nobody here. */
  readonly code: string | null;
}

/** For who runs without mail: the owner tells the person. */
export async function revealUserPoolCodes(ctx: Ctx, input: unknown): Promise<PendingCode[]> {
  const { accountId } = requireScope(ctx, 'user-pool:reveal');
  const ref = parse(userPoolUserRef, input);
  return transaction(ctx.db, async (tx) => {
    const { user } = await requireUser(tx, accountId, ref);
    const codes = await listCodes(tx, user.id);
    await recordAudit(tx, ctx, audit('reveal-codes', user));
    return codes
      .filter(({ expiresAt }) => expiresAt > ctx.clock.now())
      .map(({ purpose, codeSealed }) => ({
        purpose,
        code: codeSealed === null ? null : openCode(ctx, user.id, purpose, codeSealed),
      }));
  });
}

async function requireUser(
  db: Db | Tx,
  accountId: string,
  { userPoolId, username }: UserPoolUserRef,
): Promise<{ pool: PoolRow; user: PoolUserRow }> {
  const pool = await requirePool(db, accountId, userPoolId);
  const user = await findPoolUser(db, userPoolId, username);
  if (user === undefined) throw new NotFoundError(`The user ${username}`);
  return { pool, user };
}

/** `run` says what the audit log says besides. */
async function change(
  ctx: Ctx,
  accountId: string,
  ref: UserPoolUserRef,
  verb: string,
  run: (tx: Tx, user: PoolUserRow, pool: PoolRow) => Promise<string>,
): Promise<UserPoolUser> {
  return transaction(ctx.db, async (tx) => {
    const { pool, user } = await requireUser(tx, accountId, ref);
    const summary = await run(tx, user, pool);
    await recordAudit(tx, ctx, { ...audit(verb, user), summary });
    return toUser(await describePoolUser(tx, user.id));
  });
}

function audit(verb: string, user: Pick<PoolUserRow, 'id' | 'username' | 'attributes' | 'userPoolId'>) {
  return {
    action: `user-pool-user.${verb}`,
    targetType: 'user-pool',
    targetId: user.userPoolId,
    targetName: nameOf(user),
  };
}
