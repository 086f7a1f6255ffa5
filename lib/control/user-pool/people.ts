import { hashPassword } from '@/lib/auth/passwords';
import type { UserAttributes, UserStatus } from '@/lib/contract/user-pool';
import type { Ctx } from '@/lib/control/context';
import { newUuid } from '@/lib/ids';
import type { Tx } from '@/lib/store/client';
import { findPoolUser, insertPoolUser, type PoolUserRow } from '@/lib/store/user-pool-users';
import type { PoolRow } from '@/lib/store/user-pools';
import { requireAttributes } from './attributes';
import { CognitoError } from './cognito-error';

export interface NewPerson {
  readonly username: string;
  readonly password: string;
  readonly attributes: UserAttributes;
  readonly status: UserStatus;
  readonly bySelf: boolean;
}

/** Ready to be inserted: what takes long (the hash) is done before the transaction. */
export async function preparePerson(
  ctx: Ctx,
  pool: PoolRow,
  { username, password, attributes: given, status, bySelf }: NewPerson,
) {
  const byEmail = pool.signInWith === 'EMAIL';
  const attributes = byEmail ? { ...given, email: given.email ?? username } : given;
  requireAttributes(pool, attributes, { bySelf });
  if (byEmail && attributes.email?.toLowerCase() !== username.toLowerCase()) {
    throw new CognitoError('InvalidParameterException', 'The username has to be the e-mail address.', ['username']);
  }
  const id = newUuid();
  const now = ctx.clock.now();
  return {
    ...{ id, userPoolId: pool.id, attributes, status, createdAt: now },
    // As Cognito does where one signs in with an e-mail: the username is the sub.
    username: byEmail ? id : username,
    login: username.toLowerCase(),
    passwordHash: await hashPassword(password),
    passwordSetAt: now,
  };
}

export async function addPerson(tx: Tx, person: Awaited<ReturnType<typeof preparePerson>>): Promise<void> {
  if ((await findPoolUser(tx, person.userPoolId, person.login)) !== undefined) {
    throw new CognitoError('UsernameExistsException', 'User already exists', ['username']);
  }
  await insertPoolUser(tx, person);
}

/** The text of `user`'s name for people: what one signs in with. */
export const nameOf = ({ attributes, username, id }: Pick<PoolUserRow, 'attributes' | 'username' | 'id'>): string =>
  username === id ? (attributes.email ?? username) : username;
