import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ctx } from '@/lib/control/context';
import { type ClientRow, findClient, findPool, openClientSecret, type PoolRow } from '@/lib/store/user-pools';
import { CognitoError } from '../cognito-error';

export interface IdpClient {
  readonly pool: PoolRow;
  readonly client: ClientRow;
}

export async function requireIdpClient(ctx: Ctx, clientId: string): Promise<IdpClient> {
  const client = await findClient(ctx.db, clientId);
  const pool = client === undefined ? undefined : await findPool(ctx.db, client.userPoolId);
  if (client === undefined || pool === undefined) {
    throw new CognitoError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }
  return { client, pool };
}

/**
 * Base64(HMAC-SHA-256(client secret, username + client id)); of any of `usernames`, where a client may use either.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export function requireSecretHash(
  ctx: Ctx,
  client: ClientRow,
  usernames: readonly string[],
  hash: string | undefined,
): void {
  const secret = openClientSecret(ctx.secrets, client);
  if (secret === undefined && hash === undefined) return;
  if (secret !== undefined && hash === undefined) {
    throw new CognitoError(
      'NotAuthorizedException',
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  }
  const matches =
    secret !== undefined &&
    usernames.some((username) => {
      const expected = createHmac('sha256', secret).update(`${username}${client.id}`).digest('base64');
      return isSame(expected, hash ?? '');
    });
  if (!matches) {
    throw new CognitoError('NotAuthorizedException', `Unable to verify secret hash for client ${client.id}`);
  }
}

/** Where the secret itself comes. */
export function requireClientSecret(ctx: Ctx, client: ClientRow, given: string | undefined): void {
  const secret = openClientSecret(ctx.secrets, client);
  const matches = secret === undefined ? given === undefined : isSame(secret, given ?? '');
  if (!matches) throw new CognitoError('NotAuthorizedException', `Unable to verify secret for client ${client.id}`);
}

function isSame(expected: string, actual: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(actual)];
  return a.length === b.length && timingSafeEqual(a, b);
}
