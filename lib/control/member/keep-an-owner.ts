import type { Member } from '@/lib/contract/account';
import { ConflictError } from '@/lib/errors';
import { countOwners } from '@/lib/store/accounts';
import type { Tx } from '@/lib/store/client';

/** An account without an owner could never be managed again. */
export async function keepAnOwner(tx: Tx, accountId: string, member: Member): Promise<void> {
  if ((await countOwners(tx, accountId)) > 1) return;
  throw new ConflictError(`${member.email} is the account’s last owner. Make someone else an owner first.`);
}
