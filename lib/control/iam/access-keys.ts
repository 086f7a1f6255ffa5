import {
  accessKeyRef,
  createAccessKeyInput,
  type IamAccessKey,
  MAX_ACCESS_KEYS,
  type NewAccessKey,
  setAccessKeyInput,
} from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { newIamId, newSecretAccessKey } from '@/lib/ids';
import { type Tx, transaction } from '@/lib/store/client';
import { principalChange, requireIdentity, sealSecretKey } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';
import { toAccessKey } from './present';

/** Tells the secret, this once. */
export async function createAccessKey(ctx: Ctx, input: unknown): Promise<Published<NewAccessKey>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { userName } = parse(createAccessKeyInput, input);
  const accessKeyId = newIamId('AKIA');
  const secretAccessKey = newSecretAccessKey();
  const key = await transaction(ctx.db, async (tx) => {
    const user = await requireIdentity(tx, accountId, 'user', userName);
    if (user.accessKeys.length >= MAX_ACCESS_KEYS) {
      throw new ConflictError(
        `The user ${userName} has ${MAX_ACCESS_KEYS} access keys already, as many as there can be. Delete one first.`,
      );
    }
    const row = await tx.iamAccessKey.create({
      data: {
        ...{ id: accessKeyId, userId: user.id, createdAt: ctx.clock.now() },
        secretSealed: sealSecretKey(ctx.secrets, accessKeyId, secretAccessKey),
      },
    });
    await bumpRevision(tx, [principalChange(user.id)]);
    await recordAudit(tx, ctx, iamEntry('user', 'create-access-key', userName, accessKeyId));
    return toAccessKey(row);
  });
  return { ...key, secretAccessKey, publish: await publishChange(ctx) };
}

/** An inactive key is refused like one that never was, and can be switched on again. */
export async function setAccessKey(ctx: Ctx, input: unknown): Promise<Published<IamAccessKey>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { userName, accessKeyId, active } = parse(setAccessKeyInput, input);
  const key = await transaction(ctx.db, async (tx) => {
    const { userId } = await requireKey(tx, accountId, userName, accessKeyId);
    const row = await tx.iamAccessKey.update({ where: { id: accessKeyId }, data: { active } });
    await bumpRevision(tx, [principalChange(userId)]);
    const verb = active ? 'activate-access-key' : 'deactivate-access-key';
    await recordAudit(tx, ctx, iamEntry('user', verb, userName, accessKeyId));
    return toAccessKey(row);
  });
  return { ...key, publish: await publishChange(ctx) };
}

export async function deleteAccessKey(ctx: Ctx, input: unknown): Promise<Published<{ accessKeyId: string }>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { userName, accessKeyId } = parse(accessKeyRef, input);
  await transaction(ctx.db, async (tx) => {
    const { userId } = await requireKey(tx, accountId, userName, accessKeyId);
    await tx.iamAccessKey.delete({ where: { id: accessKeyId }, select: { id: true } });
    await bumpRevision(tx, [principalChange(userId)]);
    await recordAudit(tx, ctx, iamEntry('user', 'delete-access-key', userName, accessKeyId));
  });
  return { accessKeyId, publish: await publishChange(ctx) };
}

async function requireKey(tx: Tx, accountId: string, userName: string, accessKeyId: string) {
  const user = await requireIdentity(tx, accountId, 'user', userName);
  const key = user.accessKeys.find(({ id }) => id === accessKeyId);
  if (key === undefined) throw new NotFoundError(`The access key ${accessKeyId}`);
  return key;
}
