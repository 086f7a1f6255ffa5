import { type AccountSummary, switchAccountInput } from '@/lib/contract/account';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { listAccountsOf } from '@/lib/store/accounts';
import { setSessionAccount } from '@/lib/store/sessions';

/** Which of the person's accounts this browser works in. */
export async function switchAccount(ctx: Ctx, input: unknown): Promise<AccountSummary> {
  const { userId, sessionId } = requirePerson(ctx);
  const { accountId } = parse(switchAccountInput, input);
  const account = (await listAccountsOf(ctx.db, userId)).find(({ id }) => id === accountId);
  if (!account) throw new NotFoundError('This account');
  await setSessionAccount(ctx.db, sessionId, accountId);
  return account;
}
