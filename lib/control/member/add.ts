import { hashPassword } from '@/lib/auth/passwords';
import { addMemberInput, type Member } from '@/lib/contract/account';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError, InvalidInputError, NotFoundError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { findMember, insertMembership } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { findUserByEmail, insertUser } from '@/lib/store/users';

/**
 * Gives someone a role in the account. People who have no user yet get one: with the password the owner chose for
 * them, or without one when they will come through GitHub or single sign-on with this e-mail.
 */
export async function addMember(ctx: Ctx, input: unknown): Promise<Member> {
  const { accountId } = requireScope(ctx, 'member:write');
  const { email, name, role, password } = parse(addMemberInput, input);
  const passwordHash = password === undefined ? null : await hashPassword(password);
  return transaction(ctx.db, async (tx) => {
    const known = await findUserByEmail(tx, email);
    // Nobody but they themselves sets the password of someone who has a user already.
    if (known && password !== undefined) {
      const message = 'This person already has a user and signs in with their own password. Leave the password empty.';
      throw new InvalidInputError(message, { password: [message] });
    }
    if (known && (await findMember(tx, accountId, known.id))) {
      const message = `${email} is already a member of this account. Change their role instead.`;
      throw new ConflictError(message, { email: [message] });
    }
    const userId = known?.id ?? newUuid();
    const createdAt = ctx.clock.now();
    if (!known) await insertUser(tx, { id: userId, email, name: name || email, passwordHash, createdAt });
    await insertMembership(tx, { accountId, userId, role, createdAt });
    await recordAudit(tx, ctx, {
      action: 'member.add',
      targetType: 'member',
      targetId: userId,
      targetName: email,
      summary: `As ${role}.`,
    });
    const member = await findMember(tx, accountId, userId);
    if (!member) throw new NotFoundError('This member');
    return member;
  });
}
