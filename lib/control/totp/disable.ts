import { totpCodeInput } from '@/lib/contract/account';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteFactor, findTotpFactor } from '@/lib/store/totp-factors';
import { asFieldError } from './code-field';
import { recordTotpAudit } from './record';
import { takeCode } from './take-code';

/** Sign-in takes the password alone again. Needs a code, as signing in does. */
export async function disableTotp(ctx: Ctx, input: unknown): Promise<null> {
  const actor = requirePerson(ctx);
  const { code } = parse(totpCodeInput, input);
  if (!(await findTotpFactor(ctx.db, actor.userId))?.confirmedAt) throw new NotFoundError('Your authenticator app');
  await asFieldError(takeCode(ctx, actor.userId, code));
  await transaction(ctx.db, async (tx) => {
    await deleteFactor(tx, actor.userId);
    await recordTotpAudit(tx, ctx, actor, 'user.disable-totp');
  });
  return null;
}
