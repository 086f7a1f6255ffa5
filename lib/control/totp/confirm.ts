import { hashRecoveryCode, newRecoveryCodes } from '@/lib/auth/totp';
import { totpCodeInput } from '@/lib/contract/account';
import { type Ctx, parse, requirePerson } from '@/lib/control/context';
import { ConflictError, NotFoundError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteSessionsOf } from '@/lib/store/sessions';
import { confirmFactor, findTotpFactor, replaceRecoveryCodes } from '@/lib/store/totp-factors';
import { asFieldError } from './code-field';
import { recordTotpAudit } from './record';
import { takeCode } from './take-code';

/**
 * The app shows the right codes: from now on sign-in asks for them. Answers with the recovery codes, which nobody can
 * read again. Browsers that signed in with the password alone are signed out.
 */
export async function confirmTotp(ctx: Ctx, input: unknown): Promise<{ recoveryCodes: string[] }> {
  const actor = requirePerson(ctx);
  const { code } = parse(totpCodeInput, input);
  const begun = await findTotpFactor(ctx.db, actor.userId);
  if (begun === null) throw new NotFoundError('The setup of an authenticator app');
  if (begun.confirmedAt) throw new ConflictError('An authenticator app is set up already.');
  await asFieldError(takeCode(ctx, actor.userId, code));
  const recoveryCodes = newRecoveryCodes();
  await transaction(ctx.db, async (tx) => {
    const factor = await findTotpFactor(tx, actor.userId);
    // Somebody began anew meanwhile: the code was of another secret.
    if (factor?.secretSealed !== begun.secretSealed) throw new ConflictError('The setup was begun anew elsewhere.');
    await confirmFactor(tx, actor.userId, ctx.clock.now());
    await replaceRecoveryCodes(tx, actor.userId, hashesOf(actor.userId, recoveryCodes));
    await deleteSessionsOf(tx, actor.userId, actor.sessionId);
    await recordTotpAudit(tx, ctx, actor, 'user.enable-totp');
  });
  return { recoveryCodes };
}

export const hashesOf = (userId: string, codes: readonly string[]): string[] =>
  codes.map((code) => hashRecoveryCode(userId, code));
