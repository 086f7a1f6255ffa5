import {
  type UserPoolClient,
  type UserPoolDetail,
  type UserPoolSummary,
  type UserPoolUser,
  userPoolArn,
  userPoolIssuer,
  userPoolUser,
} from '@/lib/contract/user-pool';
import { env } from '@/lib/env';
import type { Tx } from '@/lib/store/client';
import { listPoolKeys } from '@/lib/store/user-pool-keys';
import type { ListedUser } from '@/lib/store/user-pool-users';
import { type ClientRow, countPool, type PoolCounts, type PoolRow, requirePool } from '@/lib/store/user-pools';

export const toPoolSummary = (pool: PoolRow & PoolCounts): UserPoolSummary => ({
  id: pool.id,
  arn: userPoolArn(pool.accountId, pool.id),
  name: pool.name,
  signInWith: pool.signInWith === 'EMAIL' ? 'EMAIL' : 'USERNAME',
  mfaConfiguration: mfaOf(pool),
  selfSignUp: pool.selfSignUp,
  userCount: pool.userCount,
  clientCount: pool.clientCount,
  createdAt: pool.createdAt.toISOString(),
  updatedAt: pool.updatedAt.toISOString(),
});

export const mfaOf = ({ mfaConfiguration }: Pick<PoolRow, 'mfaConfiguration'>): 'OFF' | 'OPTIONAL' | 'ON' =>
  mfaConfiguration === 'ON' || mfaConfiguration === 'OPTIONAL' ? mfaConfiguration : 'OFF';

/** Without private keys, which never leave the store but to sign. */
export async function describePool(tx: Tx, accountId: string, id: string): Promise<UserPoolDetail> {
  const pool = await requirePool(tx, accountId, id);
  const counts = await countPool(tx, id);
  const keys = await listPoolKeys(tx, id);
  return {
    ...toPoolSummary({ ...pool, ...counts }),
    issuer: userPoolIssuer(env.consoleOrigin, id),
    passwordPolicy: pool.passwordPolicy,
    customAttributes: pool.customAttributes,
    keys: keys.map(({ id: kid, status, createdAt, retiredAt }) => ({
      kid,
      status: status === 'NEXT' || status === 'CURRENT' ? status : 'RETIRED',
      createdAt: createdAt.toISOString(),
      retiredAt: retiredAt?.toISOString() ?? null,
    })),
    version: pool.version,
  };
}

/** Field by field: the secret is not among them. */
export const toClient = (row: ClientRow): UserPoolClient => ({
  id: row.id,
  name: row.name,
  hasSecret: row.secretSealed !== null,
  explicitAuthFlows: row.explicitAuthFlows,
  allowedOAuthFlows: row.allowedOAuthFlows,
  allowedOAuthScopes: row.allowedOAuthScopes,
  callbackUrls: row.callbackUrls,
  logoutUrls: row.logoutUrls,
  accessTokenValiditySeconds: row.accessTokenValiditySeconds,
  idTokenValiditySeconds: row.idTokenValiditySeconds,
  refreshTokenValiditySeconds: row.refreshTokenValiditySeconds,
  refreshTokenRotation: row.refreshTokenRotation,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export const toUser = ({ user, groups, codes }: ListedUser): UserPoolUser =>
  userPoolUser.parse({
    sub: user.id,
    username: user.username,
    attributes: user.attributes,
    status: user.status,
    enabled: user.enabled,
    mfaEnabled: user.mfaEnabled,
    groups,
    pendingCodes: codes.map(({ purpose, expiresAt }) => ({ purpose, expiresAt: expiresAt.toISOString() })),
    createdAt: user.createdAt.toISOString(),
    updatedAt: user.updatedAt.toISOString(),
  });
