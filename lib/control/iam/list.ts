import type { IamOverview } from '@/lib/contract/iam';
import { type Ctx, requireScope } from '@/lib/control/context';
import { listIdentityRows, listPolicyRows } from '@/lib/store/iam';
import { toIdentity, toPolicy } from './present';

export async function listIam(ctx: Ctx): Promise<IamOverview> {
  const { accountId } = requireScope(ctx, 'iam:read');
  const identities = await listIdentityRows(ctx.db, accountId);
  const policies = await listPolicyRows(ctx.db, accountId);
  return { identities: identities.map(toIdentity), policies: policies.map(toPolicy) };
}
