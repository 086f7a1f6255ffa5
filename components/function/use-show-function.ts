'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { functionKeys } from '@/lib/client/functions';
import type { FunctionDetail } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';

/** A change's answer goes on the screen at once; what else shows functions is read again behind it. */
export function useShowFunction(): (changed: Published<FunctionDetail>) => void {
  const client = useQueryClient();
  return useCallback(
    ({ publish: _publish, ...detail }) => {
      client.setQueryData(functionKeys.detail(detail.name), detail);
      void client.invalidateQueries({ queryKey: functionKeys.all });
    },
    [client],
  );
}
