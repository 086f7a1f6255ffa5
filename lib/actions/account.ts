'use server';

import type {
  CreateAccountInput,
  CreateFirstOwnerInput,
  SwitchAccountInput,
  UpdateSignInRuleInput,
} from '@/lib/contract/account';
import { createAccount } from '@/lib/control/account/create';
import { createFirstOwner } from '@/lib/control/account/create-first-owner';
import { putSignInRule } from '@/lib/control/account/sign-in-rule';
import { switchAccount } from '@/lib/control/account/switch';
import { runAction } from './run-action';

export async function createAccountAction(input: CreateAccountInput) {
  return runAction('createAccount', createAccount, input);
}

export async function createFirstOwnerAction(input: CreateFirstOwnerInput) {
  return runAction('createFirstOwner', createFirstOwner, input);
}

export async function switchAccountAction(input: SwitchAccountInput) {
  return runAction('switchAccount', switchAccount, input);
}

export async function putSignInRuleAction(input: UpdateSignInRuleInput) {
  return runAction('putSignInRule', putSignInRule, input);
}
