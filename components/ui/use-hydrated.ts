'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False on the server and while its markup is taken over: for what depends on the reader's clock or zone. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
