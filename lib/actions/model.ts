'use server';

import type { CreateModelInput, DeleteModelInput, UpdateModelInput } from '@/lib/contract/model';
import { createModel } from '@/lib/control/model/create';
import { deleteModel } from '@/lib/control/model/delete';
import { updateModel } from '@/lib/control/model/update';
import { runAction } from './run-action';

export async function createModelAction(input: CreateModelInput) {
  return runAction('createModel', createModel, input);
}

export async function updateModelAction(input: UpdateModelInput) {
  return runAction('updateModel', updateModel, input);
}

export async function deleteModelAction(input: DeleteModelInput) {
  return runAction('deleteModel', deleteModel, input);
}
