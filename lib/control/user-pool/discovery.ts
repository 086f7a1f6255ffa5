import { userPoolIssuer, userPoolRef } from '@/lib/contract/user-pool';
import { type Ctx, parse } from '@/lib/control/context';
import { env } from '@/lib/env';
import { NotFoundError } from '@/lib/errors';
import { listPoolKeys, type PublicJwk } from '@/lib/store/user-pool-keys';
import { findPool } from '@/lib/store/user-pools';

/** For everyone: public keys, the next one's included. */
export async function getPoolJwks(ctx: Ctx, input: unknown): Promise<{ readonly keys: PublicJwk[] }> {
  const { userPoolId } = await requireAnyPool(ctx, input);
  return { keys: (await listPoolKeys(ctx.db, userPoolId)).map(({ publicJwk }) => publicJwk) };
}

/** Names what there is: no hosted pages, so no endpoints of OAuth's. https://openid.net/specs/openid-connect-discovery-1_0.html */
export async function getPoolDiscovery(ctx: Ctx, input: unknown) {
  const { userPoolId } = await requireAnyPool(ctx, input);
  const issuer = userPoolIssuer(env.consoleOrigin, userPoolId);
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    subject_types_supported: ['public'],
  };
}

async function requireAnyPool(ctx: Ctx, input: unknown): Promise<{ readonly userPoolId: string }> {
  const { userPoolId } = parse(userPoolRef, input);
  if ((await findPool(ctx.db, userPoolId)) === undefined) throw new NotFoundError(`The user pool ${userPoolId}`);
  return { userPoolId };
}
