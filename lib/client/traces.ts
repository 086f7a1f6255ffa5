import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListTracesInput, TraceDetail, TraceSummary } from '@/lib/contract/trace';
import { fetchJson } from './fetcher';
import { restApiPath } from './rest-apis';

export type TraceFilter = Omit<ListTracesInput, 'restApiId'>;

export const traceKeys = {
  all: (restApiId: string) => ['traces', restApiId] as const,
  list: (restApiId: string, filter: TraceFilter) => [...traceKeys.all(restApiId), 'list', filter] as const,
  detail: (restApiId: string, traceId: string) => [...traceKeys.all(restApiId), 'detail', traceId] as const,
};

/** The newest, fetched again every few seconds. */
export function useTraces(restApiId: string, filter: TraceFilter) {
  return useQuery({
    queryKey: traceKeys.list(restApiId, filter),
    queryFn: ({ signal }) =>
      fetchJson<TraceSummary[]>(`${restApiPath(restApiId)}/traces`, { signal, query: { ...filter } }),
    refetchInterval: 3_000,
    placeholderData: keepPreviousData,
  });
}

/** A trace never changes. */
export function useTrace(restApiId: string, traceId: string) {
  return useQuery({
    queryKey: traceKeys.detail(restApiId, traceId),
    queryFn: ({ signal }) =>
      fetchJson<TraceDetail>(`${restApiPath(restApiId)}/traces/${encodeURIComponent(traceId)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
