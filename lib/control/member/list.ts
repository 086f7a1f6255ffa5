import type { Member } from '@/lib/contract/account';
import { type Ctx, requireScope } from '@/lib/control/context';
import { listMembersOf } from '@/lib/store/accounts';

export async function listMembers(ctx: Ctx): Promise<Member[]> {
  const { accountId } = requireScope(ctx, 'member:read');
  return listMembersOf(ctx.db, accountId);
}
