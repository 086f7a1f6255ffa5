import { type AccountSummary, createAccountInput } from '@/lib/contract/account';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { ForbiddenError } from '@/lib/errors';
import { newAccountId } from '@/lib/ids';
import { accountExists, insertAccount, insertMembership } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { setSessionAccount } from '@/lib/store/sessions';

/** Makes another account, owned by the person who asks, and goes there. */
export async function createAccount(ctx: Ctx, input: unknown): Promise<AccountSummary> {
  const actor = requirePerson(ctx);
  // Consumers of the portal own nothing: an owner adds them as members first.
  if (actor.kind !== 'member') throw new ForbiddenError();
  const { name } = parse(createAccountInput, input);
  return transaction(ctx.db, async (tx) => {
    let id = newAccountId();
    while (await accountExists(tx, id)) id = newAccountId();
    const createdAt = ctx.clock.now();
    await insertAccount(tx, { id, name, createdAt });
    await insertMembership(tx, { accountId: id, userId: actor.userId, role: 'owner', createdAt });
    await setSessionAccount(tx, actor.sessionId, id);
    await recordAudit(tx, ctx, {
      accountId: id,
      action: 'account.create',
      targetType: 'account',
      targetId: id,
      targetName: name,
    });
    return { id, name, role: 'owner' };
  });
}
