'use server';

import type {
  CreateStageInput,
  PutCanaryInput,
  StageRef,
  StageVersionRef,
  UpdateStageInput,
} from '@/lib/contract/stage';
import { createStage } from '@/lib/control/stage/create';
import { deleteStage } from '@/lib/control/stage/delete';
import { flushStageAuthorizersCache } from '@/lib/control/stage/flush-authorizers-cache';
import { flushStageCache } from '@/lib/control/stage/flush-cache';
import { promoteStageCanary } from '@/lib/control/stage/promote-canary';
import { putStageCanary } from '@/lib/control/stage/put-canary';
import { removeStageCanary } from '@/lib/control/stage/remove-canary';
import { updateStage } from '@/lib/control/stage/update';
import { runAction } from './run-action';

export async function createStageAction(input: CreateStageInput) {
  return runAction('createStage', createStage, input);
}

export async function updateStageAction(input: UpdateStageInput) {
  return runAction('updateStage', updateStage, input);
}

export async function deleteStageAction(input: StageRef) {
  return runAction('deleteStage', deleteStage, input);
}

export async function flushStageCacheAction(input: StageRef) {
  return runAction('flushStageCache', flushStageCache, input);
}

export async function flushStageAuthorizersCacheAction(input: StageRef) {
  return runAction('flushStageAuthorizersCache', flushStageAuthorizersCache, input);
}

export async function putStageCanaryAction(input: PutCanaryInput) {
  return runAction('putStageCanary', putStageCanary, input);
}

export async function promoteStageCanaryAction(input: StageVersionRef) {
  return runAction('promoteStageCanary', promoteStageCanary, input);
}

export async function removeStageCanaryAction(input: StageVersionRef) {
  return runAction('removeStageCanary', removeStageCanary, input);
}
