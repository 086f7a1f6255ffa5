'use server';

import type {
  AccessKeyRef,
  AttachPoliciesInput,
  CreateAccessKeyInput,
  CreateIdentityInput,
  CreatePolicyInput,
  IdentityRef,
  InlinePolicyRef,
  PolicyRef,
  PutInlinePolicyInput,
  SetAccessKeyInput,
  SetGroupsInput,
  UpdateIdentityInput,
  UpdatePolicyInput,
} from '@/lib/contract/iam';
import { createAccessKey, deleteAccessKey, setAccessKey } from '@/lib/control/iam/access-keys';
import { attachPolicies } from '@/lib/control/iam/attach-policies';
import { createIdentity } from '@/lib/control/iam/create-identity';
import { deleteIdentity } from '@/lib/control/iam/delete-identity';
import { deleteInlinePolicy, putInlinePolicy } from '@/lib/control/iam/inline-policies';
import { createPolicy, deletePolicy, updatePolicy } from '@/lib/control/iam/policies';
import { setGroups } from '@/lib/control/iam/set-groups';
import { updateIdentity } from '@/lib/control/iam/update-identity';
import { runAction } from './run-action';

export async function createIdentityAction(input: CreateIdentityInput) {
  return runAction('createIdentity', createIdentity, input);
}

export async function updateIdentityAction(input: UpdateIdentityInput) {
  return runAction('updateIdentity', updateIdentity, input);
}

export async function deleteIdentityAction(input: IdentityRef) {
  return runAction('deleteIdentity', deleteIdentity, input);
}

export async function setGroupsAction(input: SetGroupsInput) {
  return runAction('setGroups', setGroups, input);
}

export async function attachPoliciesAction(input: AttachPoliciesInput) {
  return runAction('attachPolicies', attachPolicies, input);
}

export async function putInlinePolicyAction(input: PutInlinePolicyInput) {
  return runAction('putInlinePolicy', putInlinePolicy, input);
}

export async function deleteInlinePolicyAction(input: InlinePolicyRef) {
  return runAction('deleteInlinePolicy', deleteInlinePolicy, input);
}

export async function createAccessKeyAction(input: CreateAccessKeyInput) {
  return runAction('createAccessKey', createAccessKey, input);
}

export async function setAccessKeyAction(input: SetAccessKeyInput) {
  return runAction('setAccessKey', setAccessKey, input);
}

export async function deleteAccessKeyAction(input: AccessKeyRef) {
  return runAction('deleteAccessKey', deleteAccessKey, input);
}

export async function createPolicyAction(input: CreatePolicyInput) {
  return runAction('createPolicy', createPolicy, input);
}

export async function updatePolicyAction(input: UpdatePolicyInput) {
  return runAction('updatePolicy', updatePolicy, input);
}

export async function deletePolicyAction(input: PolicyRef) {
  return runAction('deletePolicy', deletePolicy, input);
}
