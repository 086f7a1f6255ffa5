import { z } from 'zod';
import { userPoolArn, userPoolIssuer } from '@/lib/contract/user-pool';
import { env } from '@/lib/env';
import type { UserPoolKeysDefinition } from '@/lib/gateway/model';
import type { Db, Tx } from './client';
import type { Secrets } from './secrets';

const publicJwk = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
});
export type PublicJwk = z.output<typeof publicJwk>;

export const KEY_STATUSES = ['NEXT', 'CURRENT', 'RETIRED'] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

export interface PoolKeyRow {
  readonly id: string;
  readonly status: string;
  readonly publicJwk: PublicJwk;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
}

export async function listPoolKeys(db: Db | Tx, userPoolId: string): Promise<PoolKeyRow[]> {
  const rows = await db.userPoolKey.findMany({
    where: { userPoolId },
    omit: { privateSealed: true },
    orderBy: { createdAt: 'asc' },
  });
  return rows.map((row) => ({ ...row, publicJwk: publicJwk.parse(row.publicJwk) }));
}

export interface NewPoolKey {
  readonly publicJwk: PublicJwk;
  readonly privateJwk: string;
}

export async function insertPoolKey(
  tx: Tx,
  secrets: Secrets,
  userPoolId: string,
  { publicJwk: key, privateJwk }: NewPoolKey,
  { status, createdAt }: Readonly<{ status: KeyStatus; createdAt: Date }>,
): Promise<void> {
  await tx.userPoolKey.create({
    data: {
      ...{ id: key.kid, userPoolId, status, publicJwk: { ...key }, createdAt },
      privateSealed: secrets.seal(privateJwk, contextOf(key.kid)),
    },
    select: { id: true },
  });
}

/** The key that signs now, as a JWK text. */
export async function openCurrentKey(
  db: Db | Tx,
  secrets: Secrets,
  userPoolId: string,
): Promise<{ readonly kid: string; readonly privateJwk: string }> {
  const row = await db.userPoolKey.findFirstOrThrow({ where: { userPoolId, status: 'CURRENT' } });
  return { kid: row.id, privateJwk: secrets.open(row.privateSealed, contextOf(row.id)) };
}

export async function markPoolKey(
  tx: Tx,
  id: string,
  data: Readonly<{ status: KeyStatus; retiredAt?: Date }>,
): Promise<void> {
  await tx.userPoolKey.update({ where: { id }, data, select: { id: true } });
}

export async function deleteKeysRetiredBefore(tx: Tx, userPoolId: string, at: Date): Promise<void> {
  await tx.userPoolKey.deleteMany({ where: { userPoolId, status: 'RETIRED', retiredAt: { lt: at } } });
}

const contextOf = (kid: string): string => `user-pool-key:${kid}`;

/** Of every account; the next key is among them, so that nobody meets it unprepared. */
export async function loadUserPoolKeys(db: Db): Promise<UserPoolKeysDefinition[]> {
  const pools = await db.userPool.findMany({
    orderBy: { id: 'asc' },
    select: { id: true, accountId: true, keys: { orderBy: { createdAt: 'asc' }, select: { publicJwk: true } } },
  });
  return pools.map(({ id, accountId, keys }) => ({
    arn: userPoolArn(accountId, id),
    issuer: userPoolIssuer(env.consoleOrigin, id),
    keys: keys.flatMap((key) => publicJwk.safeParse(key.publicJwk).data ?? []),
  }));
}
