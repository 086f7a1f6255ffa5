'use server';

import type {
  ApiKeyRef,
  CreateApiKeyInput,
  ImportApiKeysInput,
  RotateApiKeyInput,
  UpdateApiKeyInput,
} from '@/lib/contract/api-key';
import { createApiKey } from '@/lib/control/api-key/create';
import { deleteApiKey } from '@/lib/control/api-key/delete';
import { importApiKeys } from '@/lib/control/api-key/import';
import { revealApiKey } from '@/lib/control/api-key/reveal';
import { rotateApiKey } from '@/lib/control/api-key/rotate';
import { updateApiKey } from '@/lib/control/api-key/update';
import { runAction } from './run-action';

export async function createApiKeyAction(input: CreateApiKeyInput) {
  return runAction('createApiKey', createApiKey, input);
}

export async function deleteApiKeyAction(input: ApiKeyRef) {
  return runAction('deleteApiKey', deleteApiKey, input);
}

export async function importApiKeysAction(input: ImportApiKeysInput) {
  return runAction('importApiKeys', importApiKeys, input);
}

export async function revealApiKeyAction(input: ApiKeyRef) {
  return runAction('revealApiKey', revealApiKey, input);
}

export async function rotateApiKeyAction(input: RotateApiKeyInput) {
  return runAction('rotateApiKey', rotateApiKey, input);
}

export async function updateApiKeyAction(input: UpdateApiKeyInput) {
  return runAction('updateApiKey', updateApiKey, input);
}
