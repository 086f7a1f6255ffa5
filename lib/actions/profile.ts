'use server';

import type { SessionRef } from '@/lib/contract/account';
import type { ChangePasswordInput, UpdateProfileInput } from '@/lib/contract/portal';
import { changePassword } from '@/lib/control/session/change-password';
import { revokeSession } from '@/lib/control/session/revoke';
import { revokeOtherSessions } from '@/lib/control/session/revoke-others';
import { updateProfile } from '@/lib/control/session/update-profile';
import { runAction } from './run-action';

export async function changePasswordAction(input: ChangePasswordInput) {
  return runAction('changePassword', changePassword, input);
}

export async function revokeOtherSessionsAction() {
  return runAction('revokeOtherSessions', revokeOtherSessions, {});
}

export async function revokeSessionAction(input: SessionRef) {
  return runAction('revokeSession', revokeSession, input);
}

export async function updateProfileAction(input: UpdateProfileInput) {
  return runAction('updateProfile', updateProfile, input);
}
