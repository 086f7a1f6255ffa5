'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { METHOD_KEYS } from '@/lib/contract/common';
import { STEPS } from './method/method-facts';

/** What is open lives in the URL, so that it can be linked to and Back works. */
const params = {
  resource: parseAsString,
  method: parseAsStringLiteral(METHOD_KEYS),
  step: parseAsStringLiteral(STEPS),
  tab: parseAsStringLiteral(['test'] as const),
  /** What the test panel is filled in with. */
  trace: parseAsString,
};

export function useSelection() {
  return useQueryStates(params, { history: 'push' });
}
