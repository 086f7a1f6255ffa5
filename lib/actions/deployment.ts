'use server';

import type { CreateDeploymentInput, DeploymentRef, UpdateDeploymentInput } from '@/lib/contract/deployment';
import { createDeployment } from '@/lib/control/deployment/create';
import { deleteDeployment } from '@/lib/control/deployment/delete';
import { updateDeployment } from '@/lib/control/deployment/update';
import { runAction } from './run-action';

export async function createDeploymentAction(input: CreateDeploymentInput) {
  return runAction('createDeployment', createDeployment, input);
}

export async function updateDeploymentAction(input: UpdateDeploymentInput) {
  return runAction('updateDeployment', updateDeployment, input);
}

export async function deleteDeploymentAction(input: DeploymentRef) {
  return runAction('deleteDeployment', deleteDeployment, input);
}
