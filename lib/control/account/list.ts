import type { AccountSummary } from '@/lib/contract/account';
import { type Ctx, requirePerson } from '@/lib/control/context';
import { listAccountsOf } from '@/lib/store/accounts';

export async function listAccounts(ctx: Ctx): Promise<AccountSummary[]> {
  return listAccountsOf(ctx.db, requirePerson(ctx).userId);
}
