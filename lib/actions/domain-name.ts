'use server';

import type {
  BasePathMappingInput,
  BasePathMappingRef,
  CreateDomainNameInput,
  DomainNameRef,
  UpdateBasePathMappingInput,
  UpdateDomainNameInput,
} from '@/lib/contract/domain-name';
import { createDomainName } from '@/lib/control/domain-name/create';
import { deleteDomainName } from '@/lib/control/domain-name/delete';
import {
  createBasePathMapping,
  deleteBasePathMapping,
  updateBasePathMapping,
} from '@/lib/control/domain-name/mappings';
import { updateDomainName } from '@/lib/control/domain-name/update';
import { runAction } from './run-action';

export async function createDomainNameAction(input: CreateDomainNameInput) {
  return runAction('createDomainName', createDomainName, input);
}

export async function updateDomainNameAction(input: UpdateDomainNameInput) {
  return runAction('updateDomainName', updateDomainName, input);
}

export async function deleteDomainNameAction(input: DomainNameRef) {
  return runAction('deleteDomainName', deleteDomainName, input);
}

export async function createBasePathMappingAction(input: BasePathMappingInput) {
  return runAction('createBasePathMapping', createBasePathMapping, input);
}

export async function updateBasePathMappingAction(input: UpdateBasePathMappingInput) {
  return runAction('updateBasePathMapping', updateBasePathMapping, input);
}

export async function deleteBasePathMappingAction(input: BasePathMappingRef) {
  return runAction('deleteBasePathMapping', deleteBasePathMapping, input);
}
