'use client';

import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { DefaultValues, FieldValues } from 'react-hook-form';
import type { z } from 'zod';
import { type ActionForm, useActionForm } from '@/components/form/use-action-form';
import type { ActionResult } from '@/lib/contract/result';
import { useRefreshApis, useShowChange } from './use-refresh-api';

/**
 * A form over some of an entity's settings, which stays on the page: it follows the server's values while nobody edits
 * it. Where somebody else changed the very settings that are being edited, saving is refused instead of undoing their
 * change; other settings of the entity may change meanwhile.
 */
export function useSettingsForm<Input extends FieldValues, Output, Data>(
  schema: z.ZodType<Output, Input>,
  /** Names the entity in the conflict: "Stage dev". */
  what: string,
  values: Input,
  action: (values: Output) => Promise<ActionResult<Data>>,
  after: {
    success: (data: Data) => string;
    /** Puts the answer on the screen. */
    onSaved: (data: Data) => (client: QueryClient) => void;
  },
): ActionForm<Input, Output> {
  const refresh = useRefreshApis();
  const show = useShowChange();
  const fingerprint = JSON.stringify(values);
  const shown = useRef(fingerprint);
  const actionForm = useActionForm(
    schema,
    (output: Output): Promise<ActionResult<Data>> =>
      shown.current === fingerprint ? action(output) : Promise.resolve(conflict(what)),
    {
      defaultValues: values as DefaultValues<Input>,
      success: (data) => after.success(data as Data),
      // The server's conflict: the newest values are not here yet, and the effect below waits for an untouched form.
      onReload: () => {
        form.reset();
        void refresh();
      },
      onSuccess: (data) => show(after.onSaved(data as Data)),
    },
  );
  const { form, dirty } = actionForm;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the fingerprint stands for the values
  useEffect(() => {
    if (dirty || shown.current === fingerprint) return;
    shown.current = fingerprint;
    form.reset(values);
  }, [fingerprint, dirty]);

  return actionForm;
}

function conflict(what: string): ActionResult<never> {
  return {
    ok: false,
    error: {
      code: 'CONFLICT',
      message: `${what} was changed by someone else since you began to edit it. Reload to see the current state; your edit was not saved.`,
      requestId: 'not sent',
    },
  };
}
