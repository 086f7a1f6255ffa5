import type { Published } from '@/lib/contract/result';
import {
  createUserPoolInput,
  type UserPoolDetail,
  type UserPoolSummary,
  updateUserPoolInput,
  userPoolRef,
} from '@/lib/contract/user-pool';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { isEqual } from '@/lib/control/summary';
import { env } from '@/lib/env';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { newUserPoolId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { deleteKeysRetiredBefore, insertPoolKey, listPoolKeys, markPoolKey } from '@/lib/store/user-pool-keys';
import { deletePoolRow, insertPool, listPools, requirePool, writePool } from '@/lib/store/user-pools';
import { makePoolKey } from './keys';
import { describePool, toPoolSummary } from './present';

/** Of access and ID tokens: a retired key is kept as long as something it signed may be good. */
const LONGEST_TOKEN_MS = 86_400_000;

/** With two keys: the next one is published long before it signs. */
export async function createUserPool(ctx: Ctx, input: unknown): Promise<Published<UserPoolDetail>> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const fields = parse(createUserPoolInput, input);
  const [current, next] = await Promise.all([makePoolKey(), makePoolKey()]);
  const id = newUserPoolId(env.region);
  const createdAt = ctx.clock.now();
  const pool = await transaction(ctx.db, async (tx) => {
    await insertPool(tx, { ...fields, id, accountId, createdAt });
    await insertPoolKey(tx, ctx.secrets, id, current, { status: 'CURRENT', createdAt });
    await insertPoolKey(tx, ctx.secrets, id, next, { status: 'NEXT', createdAt });
    await bumpRevision(tx, [{ kind: 'user-pool', entityId: id }]);
    await recordAudit(tx, ctx, audit('create', id, fields.name));
    return describePool(tx, accountId, id);
  });
  return { ...pool, publish: await publishChange(ctx) };
}

export async function listUserPools(ctx: Ctx): Promise<UserPoolSummary[]> {
  const { accountId } = requireScope(ctx, 'user-pool:read');
  return (await listPools(ctx.db, accountId)).map(toPoolSummary);
}

export async function getUserPool(ctx: Ctx, input: unknown): Promise<UserPoolDetail> {
  const { accountId } = requireScope(ctx, 'user-pool:read');
  return describePool(ctx.db, accountId, parse(userPoolRef, input).userPoolId);
}

/** What one signs in with stays: users' names depend on it. Gateways need not know of the rest. */
export async function updateUserPool(ctx: Ctx, input: unknown): Promise<UserPoolDetail> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId, version, ...fields } = parse(updateUserPoolInput, input);
  return transaction(ctx.db, async (tx) => {
    const before = await requirePool(tx, accountId, userPoolId);
    if (before.version !== version) throw new StaleEditError(`The user pool ${before.name}`);
    const changed = (Object.keys(fields) as (keyof typeof fields)[]).filter(
      (field) => fields[field] !== undefined && !isEqual(fields[field], before[field]),
    );
    if (changed.length > 0) {
      await writePool(tx, userPoolId, {
        ...(fields.name === undefined ? {} : { name: fields.name }),
        ...(fields.selfSignUp === undefined ? {} : { selfSignUp: fields.selfSignUp }),
        ...(fields.mfaConfiguration === undefined ? {} : { mfaConfiguration: fields.mfaConfiguration }),
        ...(fields.passwordPolicy === undefined ? {} : { passwordPolicy: fields.passwordPolicy }),
        ...(fields.customAttributes === undefined ? {} : { customAttributes: fields.customAttributes }),
      });
      const summary = `Changed: ${changed.map((field) => WORDS[field]).join(', ')}`;
      await recordAudit(tx, ctx, { ...audit('update', userPoolId, fields.name ?? before.name), summary });
    }
    return describePool(tx, accountId, userPoolId);
  });
}

const WORDS = {
  name: 'name',
  selfSignUp: 'self sign-up',
  mfaConfiguration: 'MFA',
  passwordPolicy: 'password policy',
  customAttributes: 'custom attributes',
} as const;

/** With its users, clients and keys: tokens that are out are refused from here on. */
export async function deleteUserPool(ctx: Ctx, input: unknown): Promise<Published<{ readonly id: string }>> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId } = parse(userPoolRef, input);
  await transaction(ctx.db, async (tx) => {
    const { name } = await requirePool(tx, accountId, userPoolId);
    await deletePoolRow(tx, userPoolId);
    await bumpRevision(tx, [{ kind: 'user-pool', entityId: userPoolId }]);
    await recordAudit(tx, ctx, audit('delete', userPoolId, name));
  });
  return { id: userPoolId, publish: await publishChange(ctx) };
}

/** The next key signs from now on; what the last one signed stays good until it expires. */
export async function rotateUserPoolKeys(ctx: Ctx, input: unknown): Promise<Published<UserPoolDetail>> {
  const { accountId } = requireScope(ctx, 'user-pool:write');
  const { userPoolId } = parse(userPoolRef, input);
  await requirePool(ctx.db, accountId, userPoolId);
  const following = await makePoolKey();
  const now = ctx.clock.now();
  const pool = await transaction(ctx.db, async (tx) => {
    const { name } = await requirePool(tx, accountId, userPoolId);
    await deleteKeysRetiredBefore(tx, userPoolId, new Date(now.getTime() - LONGEST_TOKEN_MS));
    const keys = await listPoolKeys(tx, userPoolId);
    if (keys.length >= MAX_KEYS) {
      throw new ConflictError('The keys were rotated many times within a day. Wait until the oldest is out of use.');
    }
    for (const { id, status } of keys) {
      if (status === 'CURRENT') await markPoolKey(tx, id, { status: 'RETIRED', retiredAt: now });
      if (status === 'NEXT') await markPoolKey(tx, id, { status: 'CURRENT' });
    }
    await insertPoolKey(tx, ctx.secrets, userPoolId, following, { status: 'NEXT', createdAt: now });
    await bumpRevision(tx, [{ kind: 'user-pool', entityId: userPoolId }]);
    await recordAudit(tx, ctx, audit('rotate-keys', userPoolId, name));
    return describePool(tx, accountId, userPoolId);
  });
  return { ...pool, publish: await publishChange(ctx) };
}

/** Each is in every gateway's memory. */
const MAX_KEYS = 12;

function audit(verb: string, targetId: string, targetName: string) {
  return { action: `user-pool.${verb}`, targetType: 'user-pool', targetId, targetName };
}
