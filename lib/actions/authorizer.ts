'use server';

import type { CreateAuthorizerInput, DeleteAuthorizerInput, UpdateAuthorizerInput } from '@/lib/contract/authorizer';
import { createAuthorizer } from '@/lib/control/authorizer/create';
import { deleteAuthorizer } from '@/lib/control/authorizer/delete';
import { updateAuthorizer } from '@/lib/control/authorizer/update';
import { runAction } from './run-action';

export async function createAuthorizerAction(input: CreateAuthorizerInput) {
  return runAction('createAuthorizer', createAuthorizer, input);
}

export async function updateAuthorizerAction(input: UpdateAuthorizerInput) {
  return runAction('updateAuthorizer', updateAuthorizer, input);
}

export async function deleteAuthorizerAction(input: DeleteAuthorizerInput) {
  return runAction('deleteAuthorizer', deleteAuthorizer, input);
}
