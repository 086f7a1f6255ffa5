'use server';

import type { CreateStageInput, StageRef, UpdateStageInput } from '@/lib/contract/stage';
import { createStage } from '@/lib/control/stage/create';
import { deleteStage } from '@/lib/control/stage/delete';
import { flushStageCache } from '@/lib/control/stage/flush-cache';
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
