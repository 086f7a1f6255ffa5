'use server';

import type { AddMemberInput, RemoveMemberInput, UpdateMemberInput } from '@/lib/contract/account';
import { addMember } from '@/lib/control/member/add';
import { removeMember } from '@/lib/control/member/remove';
import { updateMember } from '@/lib/control/member/update';
import { runAction } from './run-action';

export async function addMemberAction(input: AddMemberInput) {
  return runAction('addMember', addMember, input);
}

export async function removeMemberAction(input: RemoveMemberInput) {
  return runAction('removeMember', removeMember, input);
}

export async function updateMemberAction(input: UpdateMemberInput) {
  return runAction('updateMember', updateMember, input);
}
