'use server';

import type { CreateMethodInput, DeleteMethodInput, TestInvokeInput, UpdateMethodInput } from '@/lib/contract/method';
import { createMethod } from '@/lib/control/method/create';
import { deleteMethod } from '@/lib/control/method/delete';
import { testInvokeMethod } from '@/lib/control/method/test-invoke';
import { updateMethod } from '@/lib/control/method/update';
import { runAction } from './run-action';

export async function createMethodAction(input: CreateMethodInput) {
  return runAction('createMethod', createMethod, input);
}

export async function updateMethodAction(input: UpdateMethodInput) {
  return runAction('updateMethod', updateMethod, input);
}

export async function deleteMethodAction(input: DeleteMethodInput) {
  return runAction('deleteMethod', deleteMethod, input);
}

export async function testInvokeMethodAction(input: TestInvokeInput) {
  return runAction('testInvokeMethod', testInvokeMethod, input);
}
