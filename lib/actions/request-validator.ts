'use server';

import type {
  CreateRequestValidatorInput,
  DeleteRequestValidatorInput,
  UpdateRequestValidatorInput,
} from '@/lib/contract/request-validator';
import { createRequestValidator } from '@/lib/control/request-validator/create';
import { deleteRequestValidator } from '@/lib/control/request-validator/delete';
import { updateRequestValidator } from '@/lib/control/request-validator/update';
import { runAction } from './run-action';

export async function createRequestValidatorAction(input: CreateRequestValidatorInput) {
  return runAction('createRequestValidator', createRequestValidator, input);
}

export async function updateRequestValidatorAction(input: UpdateRequestValidatorInput) {
  return runAction('updateRequestValidator', updateRequestValidator, input);
}

export async function deleteRequestValidatorAction(input: DeleteRequestValidatorInput) {
  return runAction('deleteRequestValidator', deleteRequestValidator, input);
}
