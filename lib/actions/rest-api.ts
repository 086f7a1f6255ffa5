'use server';

import type { CreateRestApiInput, RestApiRef, UpdateRestApiInput } from '@/lib/contract/rest-api';
import { createRestApi } from '@/lib/control/rest-api/create';
import { deleteRestApi } from '@/lib/control/rest-api/delete';
import { updateRestApi } from '@/lib/control/rest-api/update';
import { runAction } from './run-action';

export async function createRestApiAction(input: CreateRestApiInput) {
  return runAction('createRestApi', createRestApi, input);
}

export async function updateRestApiAction(input: UpdateRestApiInput) {
  return runAction('updateRestApi', updateRestApi, input);
}

export async function deleteRestApiAction(input: RestApiRef) {
  return runAction('deleteRestApi', deleteRestApi, input);
}
