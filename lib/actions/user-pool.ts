'use server';

import type {
  CreateUserPoolClientInput,
  CreateUserPoolGroupInput,
  CreateUserPoolInput,
  CreateUserPoolUserInput,
  GroupMemberInput,
  SetUserEnabledInput,
  UpdateUserPoolInput,
  UserPoolClientRef,
  UserPoolGroupRef,
  UserPoolRef,
  UserPoolUserRef,
} from '@/lib/contract/user-pool';
import {
  createUserPoolClient,
  deleteUserPoolClient,
  revealUserPoolClientSecret,
} from '@/lib/control/user-pool/clients';
import { createUserPoolGroup, deleteUserPoolGroup } from '@/lib/control/user-pool/groups';
import { createUserPool, deleteUserPool, rotateUserPoolKeys, updateUserPool } from '@/lib/control/user-pool/pools';
import {
  confirmUserPoolUser,
  createUserPoolUser,
  deleteUserPoolUser,
  resetUserPoolUserPassword,
  revealUserPoolCodes,
  setUserPoolGroupMember,
  setUserPoolUserEnabled,
} from '@/lib/control/user-pool/users';
import { runAction } from './run-action';

export async function createUserPoolAction(input: CreateUserPoolInput) {
  return runAction('createUserPool', createUserPool, input);
}

export async function updateUserPoolAction(input: UpdateUserPoolInput) {
  return runAction('updateUserPool', updateUserPool, input);
}

export async function deleteUserPoolAction(input: UserPoolRef) {
  return runAction('deleteUserPool', deleteUserPool, input);
}

export async function rotateUserPoolKeysAction(input: UserPoolRef) {
  return runAction('rotateUserPoolKeys', rotateUserPoolKeys, input);
}

export async function createUserPoolClientAction(input: CreateUserPoolClientInput) {
  return runAction('createUserPoolClient', createUserPoolClient, input);
}

export async function deleteUserPoolClientAction(input: UserPoolClientRef) {
  return runAction('deleteUserPoolClient', deleteUserPoolClient, input);
}

export async function revealUserPoolClientSecretAction(input: UserPoolClientRef) {
  return runAction('revealUserPoolClientSecret', revealUserPoolClientSecret, input);
}

export async function createUserPoolGroupAction(input: CreateUserPoolGroupInput) {
  return runAction('createUserPoolGroup', createUserPoolGroup, input);
}

export async function deleteUserPoolGroupAction(input: UserPoolGroupRef) {
  return runAction('deleteUserPoolGroup', deleteUserPoolGroup, input);
}

export async function createUserPoolUserAction(input: CreateUserPoolUserInput) {
  return runAction('createUserPoolUser', createUserPoolUser, input);
}

export async function confirmUserPoolUserAction(input: UserPoolUserRef) {
  return runAction('confirmUserPoolUser', confirmUserPoolUser, input);
}

export async function resetUserPoolUserPasswordAction(input: UserPoolUserRef) {
  return runAction('resetUserPoolUserPassword', resetUserPoolUserPassword, input);
}

export async function setUserPoolUserEnabledAction(input: SetUserEnabledInput) {
  return runAction('setUserPoolUserEnabled', setUserPoolUserEnabled, input);
}

export async function setUserPoolGroupMemberAction(input: GroupMemberInput) {
  return runAction('setUserPoolGroupMember', setUserPoolGroupMember, input);
}

export async function deleteUserPoolUserAction(input: UserPoolUserRef) {
  return runAction('deleteUserPoolUser', deleteUserPoolUser, input);
}

export async function revealUserPoolCodesAction(input: UserPoolUserRef) {
  return runAction('revealUserPoolCodes', revealUserPoolCodes, input);
}
