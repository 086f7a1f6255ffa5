import { createLoader, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { TraceFilter } from '@/lib/client/traces';
import { HTTP_VERBS } from '@/lib/contract/common';
import { STATUS_CLASSES } from '@/lib/contract/trace';

export const traceSearchParams = {
  stage: parseAsString.withDefault(''),
  status: parseAsStringLiteral(STATUS_CLASSES),
  method: parseAsStringLiteral(HTTP_VERBS),
  search: parseAsString.withDefault(''),
  errors: parseAsBoolean.withDefault(false),
};

export const loadTraceSearch = createLoader(traceSearchParams);

type TraceSearch = Awaited<ReturnType<typeof loadTraceSearch>>;

/** The filter under which server and browser cache the same list. */
export function toTraceFilter({ stage, status, method, search, errors }: TraceSearch): TraceFilter {
  return {
    ...(stage ? { stage } : {}),
    ...(status ? { status } : {}),
    ...(method ? { method } : {}),
    ...(search.trim() ? { search: search.trim() } : {}),
    ...(errors ? { errors: 'true' as const } : {}),
  };
}
