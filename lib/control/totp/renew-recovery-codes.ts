import { newRecoveryCodes } from '@/lib/auth/totp';
import { totpCodeInput } from '@/lib/contract/account';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { findTotpFactor, replaceRecoveryCodes } from '@/lib/store/totp-factors';
import { asFieldError } from './code-field';
import { hashesOf } from './confirm';
import { recordTotpAudit } from './record';
import { takeCode } from './take-code';

/** New recovery codes; those of before no longer count. */
export async function renewRecoveryCodes(ctx: Ctx, input: unknown): Promise<{ recoveryCodes: string[] }> {
  const actor = requirePerson(ctx);
  const { code } = parse(totpCodeInput, input);
  if (!(await findTotpFactor(ctx.db, actor.userId))?.confirmedAt) throw new NotFoundError('Your authenticator app');
  await asFieldError(takeCode(ctx, actor.userId, code));
  const recoveryCodes = newRecoveryCodes();
  await transaction(ctx.db, async (tx) => {
    await replaceRecoveryCodes(tx, actor.userId, hashesOf(actor.userId, recoveryCodes));
    await recordTotpAudit(tx, ctx, actor, 'user.renew-recovery-codes');
  });
  return { recoveryCodes };
}
