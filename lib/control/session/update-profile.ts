import { updateProfileInput } from '@/lib/contract/portal';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { updateUser } from '@/lib/store/users';

export async function updateProfile(ctx: Ctx, input: unknown): Promise<{ name: string }> {
  const { userId } = requirePerson(ctx);
  const { name } = parse(updateProfileInput, input);
  await transaction(ctx.db, (tx) => updateUser(tx, userId, { name }));
  return { name };
}
