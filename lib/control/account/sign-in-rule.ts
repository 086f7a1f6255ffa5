import { updateSignInRuleInput } from '@/lib/contract/account';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError } from '@/lib/errors';
import { findSignInRule, updateSignInRule } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { findTotpFactor } from '@/lib/store/totp-factors';
import { findUserById } from '@/lib/store/users';

interface SignInRule {
  readonly ownersNeedTotp: boolean;
}

export async function getSignInRule(ctx: Ctx): Promise<SignInRule> {
  const { accountId } = requireScope(ctx, 'member:read');
  return { ownersNeedTotp: await findSignInRule(ctx.db, accountId) };
}

/** Whether the account's owners must have an authenticator app. Whoever turns it on has one, so that nobody shuts themselves out. */
export async function putSignInRule(ctx: Ctx, input: unknown): Promise<SignInRule> {
  const actor = requireScope(ctx, 'member:write');
  const { ownersNeedTotp } = parse(updateSignInRuleInput, input);
  return transaction(ctx.db, async (tx) => {
    if (ownersNeedTotp && actor.kind === 'member') {
      const [user, factor] = [await findUserById(tx, actor.userId), await findTotpFactor(tx, actor.userId)];
      if (user?.passwordHash && !factor?.confirmedAt) {
        throw new ConflictError('Set up your own authenticator app first, under Settings → You.');
      }
    }
    const before = await findSignInRule(tx, actor.accountId);
    if (before === ownersNeedTotp) return { ownersNeedTotp };
    await updateSignInRule(tx, actor.accountId, ownersNeedTotp);
    await recordAudit(tx, ctx, {
      action: 'account.update',
      targetType: 'account',
      targetId: actor.accountId,
      summary: ownersNeedTotp
        ? 'Owners must sign in with an authenticator app.'
        : 'Owners need no authenticator app any more.',
    });
    return { ownersNeedTotp };
  });
}
