import { type Member, updateMemberInput } from '@/lib/contract/account';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { findMember, setMemberRole } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { keepAnOwner } from './keep-an-owner';

export async function updateMember(ctx: Ctx, input: unknown): Promise<Member> {
  const { accountId } = requireScope(ctx, 'member:write');
  const { userId, role } = parse(updateMemberInput, input);
  return transaction(ctx.db, async (tx) => {
    const member = await findMember(tx, accountId, userId);
    if (!member) throw new NotFoundError('This member');
    if (member.role === role) return member;
    if (member.role === 'owner') await keepAnOwner(tx, accountId, member);
    await setMemberRole(tx, accountId, userId, role);
    await recordAudit(tx, ctx, {
      action: 'member.update',
      targetType: 'member',
      targetId: userId,
      targetName: member.email,
      summary: `From ${member.role} to ${role}.`,
    });
    return { ...member, role };
  });
}
