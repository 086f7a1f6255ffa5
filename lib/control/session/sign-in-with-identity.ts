import type { Ctx } from '@/lib/control/context';
import { ForbiddenError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { listAccountsOf } from '@/lib/store/accounts';
import { transaction } from '@/lib/store/client';
import { deleteSessionsOf } from '@/lib/store/sessions';
import {
  anyUserExists,
  findUserByEmail,
  findUserByIdentity,
  insertIdentity,
  insertUser,
  updateUser,
} from '@/lib/store/users';
import type { SignedIn } from './sign-in';

/** What an outside provider says of a person. */
export interface OutsideIdentity {
  readonly provider: string;
  readonly subject: string;
  readonly email: string | null;
  /** The provider vouches that the person owns the address. */
  readonly emailVerified: boolean;
  readonly name: string;
}

/**
 * Signs in through a provider: the person linked before, else the one with the same verified e-mail (an invited
 * member, say), else a new consumer. An unverified e-mail could be anyone's, so it links to nobody.
 */
export async function signInWithIdentity(ctx: Ctx, identity: OutsideIdentity): Promise<SignedIn> {
  const email = identity.email?.trim().toLowerCase() ?? '';
  return transaction(ctx.db, async (tx) => {
    const linked = await findUserByIdentity(tx, identity);
    if (linked?.disabled) throw new ForbiddenError('This user is disabled.');
    if (linked) return { userId: linked.id, name: linked.name, email: linked.email };
    if (email === '' || !identity.emailVerified) {
      throw new ForbiddenError(
        'Your sign-in provider did not confirm an e-mail address. Confirm one there and try again.',
      );
    }
    const known = await findUserByEmail(tx, email);
    if (known?.disabled) throw new ForbiddenError('This user is disabled.');
    if (known === null && !(await anyUserExists(tx))) {
      throw new ForbiddenError('Set up this installation first: its first owner chooses a password.');
    }
    const userId = known?.id ?? newUuid();
    const name = known?.name ?? (identity.name.trim().slice(0, 120) || email);
    if (known === null)
      await insertUser(tx, { id: userId, email, name, passwordHash: null, createdAt: ctx.clock.now() });
    // Nobody verifies the address of a sign-up in the portal: its password may be someone else's, waiting for this moment.
    else if (known.passwordHash !== null && (await listAccountsOf(tx, userId)).length === 0) {
      await updateUser(tx, userId, { passwordHash: null });
      await deleteSessionsOf(tx, userId);
    }
    await insertIdentity(tx, { id: newUuid(), userId, provider: identity.provider, subject: identity.subject });
    return { userId, name, email };
  });
}
