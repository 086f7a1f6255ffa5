'use server';

import type { BeginTotpInput, TotpCodeInput } from '@/lib/contract/account';
import { beginTotp } from '@/lib/control/totp/begin';
import { confirmTotp } from '@/lib/control/totp/confirm';
import { disableTotp } from '@/lib/control/totp/disable';
import { renewRecoveryCodes } from '@/lib/control/totp/renew-recovery-codes';
import { runAction } from './run-action';

export async function beginTotpAction(input: BeginTotpInput) {
  return runAction('beginTotp', beginTotp, input);
}

export async function confirmTotpAction(input: TotpCodeInput) {
  return runAction('confirmTotp', confirmTotp, input);
}

export async function disableTotpAction(input: TotpCodeInput) {
  return runAction('disableTotp', disableTotp, input);
}

export async function renewRecoveryCodesAction(input: TotpCodeInput) {
  return runAction('renewRecoveryCodes', renewRecoveryCodes, input);
}
