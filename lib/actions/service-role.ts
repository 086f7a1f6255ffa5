'use server';

import type { CreateServiceRoleInput, ServiceRoleRef, UpdateServiceRoleInput } from '@/lib/contract/service-role';
import { createServiceRole } from '@/lib/control/service-role/create';
import { deleteServiceRole } from '@/lib/control/service-role/delete';
import { updateServiceRole } from '@/lib/control/service-role/update';
import { runAction } from './run-action';

export async function createServiceRoleAction(input: CreateServiceRoleInput) {
  return runAction('createServiceRole', createServiceRole, input);
}

export async function updateServiceRoleAction(input: UpdateServiceRoleInput) {
  return runAction('updateServiceRole', updateServiceRole, input);
}

export async function deleteServiceRoleAction(input: ServiceRoleRef) {
  return runAction('deleteServiceRole', deleteServiceRole, input);
}
