'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { unstable_rethrow } from 'next/navigation';
import { type BaseSyntheticEvent, useState } from 'react';
import { type DefaultValues, type FieldPath, type FieldValues, type UseFormReturn, useForm } from 'react-hook-form';
import { toast } from 'sonner';
import type { z } from 'zod';
import type { ActionResult, PublicError } from '@/lib/contract/result';
import { distributeErrors } from './distribute-errors';
import { toastError, toastUnreachable } from './toast-error';

/** What an action returns when it succeeds; of a choice between two actions, either's. */
export type DataOf<Action extends (input: never) => Promise<ActionResult<unknown>>> = Extract<
  Awaited<ReturnType<Action>>,
  { ok: true }
>['data'];

export interface ActionFormOptions<Input extends FieldValues, Output, Data> {
  defaultValues: DefaultValues<Input>;
  /** The server's current values: the form follows them while the user has not changed anything. */
  values?: Input;
  onSuccess?: (data: Data, input: Output) => unknown;
  /** Toasted after success. */
  success?: string | ((data: Data, input: Output) => string | null);
  /** `values` (default): what was saved is the new clean state. `defaults`: empties the form for the next one. */
  resetTo?: 'values' | 'defaults' | 'none';
  /** What the conflict toast's “Reload” does; by default the page is loaded again. */
  onReload?: () => void;
}

export interface ActionForm<Input extends FieldValues, Output> {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event?: BaseSyntheticEvent) => Promise<void>;
  pending: boolean;
  dirty: boolean;
  /** The last refusal, for forms that show it inline. */
  error: PublicError | null;
}

/**
 * A form over a server action. Validates with the entity's own contract, puts the server's field errors on their
 * fields and focuses the first, toasts everything else with its request id.
 */
export function useActionForm<
  Input extends FieldValues,
  Output,
  Action extends (input: Output) => Promise<ActionResult<unknown>>,
>(
  schema: z.ZodType<Output, Input>,
  action: Action,
  options: ActionFormOptions<Input, Output, DataOf<Action>>,
): ActionForm<Input, Output> {
  const [error, setError] = useState<PublicError | null>(null);
  const form = useForm<Input, unknown, Output>({
    resolver: zodResolver(schema),
    defaultValues: options.defaultValues,
    ...(options.values === undefined ? {} : { values: options.values, resetOptions: { keepDirtyValues: true } }),
    // Not on blur: a message that pushes the page down takes the button away from under the press that left the field.
    mode: 'onSubmit',
  });
  const { isSubmitting, isDirty } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    setError(null);
    const submitted = form.getValues();
    let result: ActionResult<DataOf<Action>>;
    try {
      result = (await action(input)) as ActionResult<DataOf<Action>>;
    } catch (cause) {
      unstable_rethrow(cause);
      toastUnreachable();
      return;
    }
    if (!result.ok) {
      setError(result.error);
      showErrors(form, result.error, options.onReload);
      return;
    }
    const resetTo = options.resetTo ?? 'values';
    if (resetTo === 'values') form.reset(submitted);
    if (resetTo === 'defaults') form.reset(options.defaultValues as Input);
    const text = typeof options.success === 'function' ? options.success(result.data, input) : options.success;
    if (text) toast.success(text);
    await options.onSuccess?.(result.data, input);
  });

  return { form, submit, pending: isSubmitting, dirty: isDirty, error };
}

function showErrors<Input extends FieldValues, Output>(
  form: UseFormReturn<Input, unknown, Output>,
  error: PublicError,
  onReload: (() => void) | undefined,
): void {
  const { fields, rest } = distributeErrors(error.fieldErrors ?? {}, form.getValues());
  for (const [index, { name, message }] of fields.entries()) {
    form.setError(name as FieldPath<Input>, { type: 'server', message }, { shouldFocus: index === 0 });
  }
  if (fields.length === 0 || rest.length > 0) toastError(error, { onReload, details: rest });
}
