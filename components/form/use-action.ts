'use client';

import { unstable_rethrow } from 'next/navigation';
import { useCallback, useRef, useState } from 'react';
import { toast } from 'sonner';
import type { ActionResult } from '@/lib/contract/result';
import { toastError, toastUnreachable } from './toast-error';
import type { DataOf } from './use-action-form';

export interface UseActionOptions<Input, Data> {
  onSuccess?: (data: Data, input: Input) => unknown;
  /** Toasted after success. */
  success?: string | ((data: Data, input: Input) => string | null);
  onReload?: () => void;
}

/**
 * For changes without a form (a switch, a delete button): `run` resolves to the data, or to null after the error was
 * toasted. `ConfirmDialog`'s `onConfirm` wants `false` then: `async () => (await run(id)) !== null`.
 */
export function useAction<Input, Action extends (input: Input) => Promise<ActionResult<unknown>>>(
  action: Action & ((input: Input) => Promise<ActionResult<unknown>>),
  options: UseActionOptions<Input, DataOf<Action>> = {},
) {
  type Data = DataOf<Action>;
  const [pending, setPending] = useState(false);
  const latest = useRef({ action, options });
  latest.current = { action, options };

  const run = useCallback(async (input: Input): Promise<{ data: Data } | null> => {
    const { action, options } = latest.current;
    setPending(true);
    try {
      const result = (await action(input)) as ActionResult<Data>;
      if (!result.ok) {
        const details = Object.values(result.error.fieldErrors ?? {}).flat();
        toastError(result.error, { onReload: options.onReload, details });
        return null;
      }
      await options.onSuccess?.(result.data, input);
      const text = typeof options.success === 'function' ? options.success(result.data, input) : options.success;
      if (text) toast.success(text);
      return { data: result.data };
    } catch (error) {
      unstable_rethrow(error);
      toastUnreachable();
      return null;
    } finally {
      setPending(false);
    }
  }, []);

  return { run, pending };
}
