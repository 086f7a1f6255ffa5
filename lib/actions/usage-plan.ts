'use server';

import type {
  CreateUsagePlanInput,
  UpdateUsagePlanInput,
  UsagePlanKeyInput,
  UsagePlanRef,
} from '@/lib/contract/usage-plan';
import { addUsagePlanKey } from '@/lib/control/usage-plan/add-key';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { deleteUsagePlan } from '@/lib/control/usage-plan/delete';
import { removeUsagePlanKey } from '@/lib/control/usage-plan/remove-key';
import { updateUsagePlan } from '@/lib/control/usage-plan/update';
import { runAction } from './run-action';

export async function addUsagePlanKeyAction(input: UsagePlanKeyInput) {
  return runAction('addUsagePlanKey', addUsagePlanKey, input);
}

export async function createUsagePlanAction(input: CreateUsagePlanInput) {
  return runAction('createUsagePlan', createUsagePlan, input);
}

export async function deleteUsagePlanAction(input: UsagePlanRef) {
  return runAction('deleteUsagePlan', deleteUsagePlan, input);
}

export async function removeUsagePlanKeyAction(input: UsagePlanKeyInput) {
  return runAction('removeUsagePlanKey', removeUsagePlanKey, input);
}

export async function updateUsagePlanAction(input: UpdateUsagePlanInput) {
  return runAction('updateUsagePlan', updateUsagePlan, input);
}
