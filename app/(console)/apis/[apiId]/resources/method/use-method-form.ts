'use client';

import type { DefaultValues, FieldValues } from 'react-hook-form';
import type { z } from 'zod';
import { type ActionForm, useActionForm } from '@/components/form/use-action-form';
import { showMethod, useShowChange } from '@/components/rest-api/use-refresh-api';
import { updateMethodAction } from '@/lib/actions/method';
import type { MethodDetail, UpdateMethodInput } from '@/lib/contract/method';

/** What one box of the flow changes of the method. */
export type MethodChanges = Partial<
  Pick<
    UpdateMethodInput,
    | 'authorizationType'
    | 'authorizerId'
    | 'authorizationScopes'
    | 'apiKeyRequired'
    | 'operationName'
    | 'requestParameters'
    | 'requestModels'
    | 'requestValidatorId'
    | 'methodResponses'
    | 'integration'
  >
>;

export interface StepFormProps {
  /** As it was when the box was opened: the edit is made from this version. */
  readonly method: MethodDetail & { readonly integration: NonNullable<MethodDetail['integration']> };
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** For roles that may look only. */
  readonly readOnly: boolean;
  /** Drops the edit and starts from what is there now. */
  readonly onReload: () => void;
}

/** A form over part of a method: the rest of it is saved as it was, under the version it was read with. */
export function useMethodForm<Input extends FieldValues, Output>(
  { method, onOpenChange, onReload }: StepFormProps,
  schema: z.ZodType<Output, Input>,
  defaultValues: DefaultValues<Input>,
  toChanges: (values: Output) => MethodChanges,
): ActionForm<Input, Output> {
  const show = useShowChange();
  return useActionForm(schema, (values) => updateMethodAction({ ...settingsOf(method), ...toChanges(values) }), {
    defaultValues,
    success: `${method.httpMethod} ${method.path} was saved. Deploy to make it live.`,
    onReload,
    onSuccess: (saved) => {
      show(showMethod(saved));
      onOpenChange(false);
    },
  });
}

export function settingsOf(method: StepFormProps['method']): UpdateMethodInput {
  const { path: _path, ...settings } = method;
  return settings;
}
