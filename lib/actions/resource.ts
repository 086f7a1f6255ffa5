'use server';

import type { CreateResourceInput, EnableCorsInput, ResourceRef, UpdateResourceInput } from '@/lib/contract/resource';
import { createResource } from '@/lib/control/resource/create';
import { deleteResource } from '@/lib/control/resource/delete';
import { enableCors } from '@/lib/control/resource/enable-cors';
import { updateResource } from '@/lib/control/resource/update';
import { runAction } from './run-action';

export async function createResourceAction(input: CreateResourceInput) {
  return runAction('createResource', createResource, input);
}

export async function updateResourceAction(input: UpdateResourceInput) {
  return runAction('updateResource', updateResource, input);
}

export async function deleteResourceAction(input: ResourceRef) {
  return runAction('deleteResource', deleteResource, input);
}

export async function enableCorsAction(input: EnableCorsInput) {
  return runAction('enableCors', enableCors, input);
}
