'use client';

import type { FieldValues } from 'react-hook-form';
import type { z } from 'zod';
import type { ActionForm } from '@/components/form/use-action-form';
import { showStage } from '@/components/rest-api/use-refresh-api';
import { useSettingsForm } from '@/components/rest-api/use-settings-form';
import { updateStageAction } from '@/lib/actions/stage';
import { publishText } from '@/lib/client/publish-text';
import type { StageDetail, UpdateStageInput } from '@/lib/contract/stage';

export type StageChanges = Omit<UpdateStageInput, 'restApiId' | 'stageName' | 'version'>;

/** Cards save one by one, each some of the stage's settings. */
export function useStageCard<Input extends FieldValues, Output>(
  stage: StageDetail,
  schema: z.ZodType<Output, Input>,
  values: Input,
  toChanges: (values: Output) => StageChanges,
): ActionForm<Input, Output> {
  return useSettingsForm(
    schema,
    `Stage ${stage.name}`,
    values,
    (output) =>
      updateStageAction({
        restApiId: stage.restApiId,
        stageName: stage.name,
        version: stage.version,
        ...toChanges(output),
      }),
    {
      success: ({ publish }) => `Stage ${stage.name} was saved. ${publishText(publish)}`,
      onSaved: showStage,
    },
  );
}
