import { userPoolOfArn } from '@/lib/contract/authorizer';
import { userPoolArn } from '@/lib/contract/user-pool';
import { InvalidInputError } from '@/lib/errors';
import type { Tx } from '@/lib/store/client';
import { findPool } from '@/lib/store/user-pools';

/** Pools are the account's own. Those named before are not asked about again: one may be gone, and the rest must stay editable. */
export async function refuseUnknownPools(
  tx: Tx,
  accountId: string,
  providers: readonly string[],
  named: readonly string[] = [],
): Promise<void> {
  for (const arn of providers) {
    const userPoolId = userPoolOfArn(arn);
    if (userPoolId === undefined || named.includes(arn)) continue;
    const pool = await findPool(tx, userPoolId);
    if (pool !== undefined && pool.accountId === accountId && userPoolArn(accountId, userPoolId) === arn) continue;
    const message = `Invalid Cognito User Pool: ${arn} is not one of this account’s. A pool on AWS is named by its issuer, https://cognito-idp.REGION.amazonaws.com/ID.`;
    throw new InvalidInputError(message, { providerARNs: [message] });
  }
}
