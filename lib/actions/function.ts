'use server';

import type {
  AddPermissionInput,
  AliasRef,
  AllowMethodInput,
  CreateAliasInput,
  CreateFunctionInput,
  FunctionRef,
  PermissionRef,
  PublishVersionInput,
  UpdateAliasInput,
  UpdateFunctionCodeInput,
  UpdateFunctionInput,
  UpdateRemoteFunctionInput,
  VersionRef,
} from '@/lib/contract/function';
import { createFunctionAlias, deleteFunctionAlias, updateFunctionAlias } from '@/lib/control/function/aliases';
import { createFunction } from '@/lib/control/function/create';
import { deleteFunction } from '@/lib/control/function/delete';
import { addFunctionPermission, allowMethod, removeFunctionPermission } from '@/lib/control/function/permissions';
import { deleteFunctionVersion, publishFunctionVersion } from '@/lib/control/function/publish-version';
import { revealFunctionEnvironment } from '@/lib/control/function/reveal-environment';
import { updateFunction } from '@/lib/control/function/update';
import { updateFunctionCode } from '@/lib/control/function/update-code';
import { updateRemoteFunction } from '@/lib/control/function/update-remote';
import { runAction } from './run-action';

export async function createFunctionAction(input: CreateFunctionInput) {
  return runAction('createFunction', createFunction, input);
}

export async function updateFunctionAction(input: UpdateFunctionInput) {
  return runAction('updateFunction', updateFunction, input);
}

export async function updateRemoteFunctionAction(input: UpdateRemoteFunctionInput) {
  return runAction('updateRemoteFunction', updateRemoteFunction, input);
}

export async function updateFunctionCodeAction(input: UpdateFunctionCodeInput) {
  return runAction('updateFunctionCode', updateFunctionCode, input);
}

export async function revealFunctionEnvironmentAction(input: FunctionRef) {
  return runAction('revealFunctionEnvironment', revealFunctionEnvironment, input);
}

export async function deleteFunctionAction(input: FunctionRef) {
  return runAction('deleteFunction', deleteFunction, input);
}

export async function publishFunctionVersionAction(input: PublishVersionInput) {
  return runAction('publishFunctionVersion', publishFunctionVersion, input);
}

export async function deleteFunctionVersionAction(input: VersionRef) {
  return runAction('deleteFunctionVersion', deleteFunctionVersion, input);
}

export async function createFunctionAliasAction(input: CreateAliasInput) {
  return runAction('createFunctionAlias', createFunctionAlias, input);
}

export async function updateFunctionAliasAction(input: UpdateAliasInput) {
  return runAction('updateFunctionAlias', updateFunctionAlias, input);
}

export async function deleteFunctionAliasAction(input: AliasRef) {
  return runAction('deleteFunctionAlias', deleteFunctionAlias, input);
}

export async function addFunctionPermissionAction(input: AddPermissionInput) {
  return runAction('addFunctionPermission', addFunctionPermission, input);
}

export async function allowMethodAction(input: AllowMethodInput) {
  return runAction('allowMethod', allowMethod, input);
}

export async function removeFunctionPermissionAction(input: PermissionRef) {
  return runAction('removeFunctionPermission', removeFunctionPermission, input);
}
