import { hashPassword } from '@/lib/auth/passwords';
import { createFirstOwnerInput } from '@/lib/contract/account';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse } from '@/lib/control/context';
import { ConflictError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { accountExists, insertAccount, insertMembership } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { anyUserExists, insertUser } from '@/lib/store/users';

export const DEFAULT_ACCOUNT_ID = '000000000000';

/** Whether this installation still waits for its first owner. */
export const needsFirstOwner = async (ctx: Pick<Ctx, 'db'>): Promise<boolean> => !(await anyUserExists(ctx.db));

/** The first person of an empty installation becomes owner of the default account. Of two at once, one wins. */
export async function createFirstOwner(ctx: Ctx, input: unknown): Promise<{ userId: string; email: string }> {
  const { name, email, password } = parse(createFirstOwnerInput, input);
  if (await anyUserExists(ctx.db)) throw alreadySetUp();
  const passwordHash = await hashPassword(password);
  return transaction(ctx.db, async (tx) => {
    if (await anyUserExists(tx)) throw alreadySetUp();
    const userId = newUuid();
    const createdAt = ctx.clock.now();
    if (!(await accountExists(tx, DEFAULT_ACCOUNT_ID))) {
      await insertAccount(tx, { id: DEFAULT_ACCOUNT_ID, name: 'Default account', createdAt });
    }
    await insertUser(tx, { id: userId, email, name, passwordHash, createdAt });
    await insertMembership(tx, { accountId: DEFAULT_ACCOUNT_ID, userId, role: 'owner', createdAt });
    await recordAudit(tx, ctx, {
      accountId: DEFAULT_ACCOUNT_ID,
      action: 'account.set-up',
      targetType: 'user',
      targetId: userId,
      targetName: email,
      summary: 'First owner of this installation.',
    });
    return { userId, email };
  });
}

const alreadySetUp = (): ConflictError =>
  new ConflictError('This installation already has an owner. Sign in, or ask the owner to add you.');
