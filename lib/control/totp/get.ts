import type { TotpStatus } from '@/lib/contract/account';
import { type Ctx, requirePerson } from '@/lib/control/context';
import { countRecoveryCodes, findTotpFactor } from '@/lib/store/totp-factors';
import { findUserById } from '@/lib/store/users';

/** Whether one's own sign-in asks for a code. */
export async function getTotp(ctx: Ctx): Promise<TotpStatus> {
  const { userId } = requirePerson(ctx);
  const factor = await findTotpFactor(ctx.db, userId);
  return {
    since: factor?.confirmedAt?.toISOString() ?? null,
    recoveryCodesLeft: await countRecoveryCodes(ctx.db, userId),
    hasPassword: Boolean((await findUserById(ctx.db, userId))?.passwordHash),
  };
}
