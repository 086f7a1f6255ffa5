import { removeMemberInput } from '@/lib/contract/account';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { deleteMembership, findMember } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { keepAnOwner } from './keep-an-owner';

/** Takes someone out of the account; from their next click on they see nothing of it. Their user stays. */
export async function removeMember(ctx: Ctx, input: unknown): Promise<null> {
  const { accountId } = requireScope(ctx, 'member:write');
  const { userId } = parse(removeMemberInput, input);
  return transaction(ctx.db, async (tx) => {
    const member = await findMember(tx, accountId, userId);
    if (!member) throw new NotFoundError('This member');
    if (member.role === 'owner') await keepAnOwner(tx, accountId, member);
    await deleteMembership(tx, accountId, userId);
    await recordAudit(tx, ctx, {
      action: 'member.remove',
      targetType: 'member',
      targetId: userId,
      targetName: member.email,
      summary: `Was ${member.role}.`,
    });
    return null;
  });
}
