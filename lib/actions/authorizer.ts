'use server';

import type {
  CreateAuthorizerInput,
  DeleteAuthorizerInput,
  TestAuthorizerInput,
  UpdateAuthorizerInput,
} from '@/lib/contract/authorizer';
import { createAuthorizer } from '@/lib/control/authorizer/create';
import { deleteAuthorizer } from '@/lib/control/authorizer/delete';
import { testInvokeAuthorizer } from '@/lib/control/authorizer/test-invoke';
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

export async function testInvokeAuthorizerAction(input: TestAuthorizerInput) {
  return runAction('testInvokeAuthorizer', testInvokeAuthorizer, input);
}
