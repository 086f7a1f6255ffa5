'use server';

import type { CreateTemplateCaseInput, TemplateCaseRef, UpdateTemplateCaseInput } from '@/lib/contract/template-case';
import { createTemplateCase } from '@/lib/control/template-case/create';
import { deleteTemplateCase } from '@/lib/control/template-case/delete';
import { updateTemplateCase } from '@/lib/control/template-case/update';
import { runAction } from './run-action';

export async function createTemplateCaseAction(input: CreateTemplateCaseInput) {
  return runAction('createTemplateCase', createTemplateCase, input);
}

export async function updateTemplateCaseAction(input: UpdateTemplateCaseInput) {
  return runAction('updateTemplateCase', updateTemplateCase, input);
}

export async function deleteTemplateCaseAction(input: TemplateCaseRef) {
  return runAction('deleteTemplateCase', deleteTemplateCase, input);
}
