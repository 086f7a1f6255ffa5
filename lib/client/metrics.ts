import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { GetMetricsInput, MetricSeries } from '@/lib/contract/metrics';
import { fetchJson } from './fetcher';

export type MetricFilter = Omit<GetMetricsInput, 'restApiId'>;

export const metricKeys = {
  all: (restApiId: string) => ['metrics', restApiId] as const,
  series: (restApiId: string, filter: MetricFilter) => [...metricKeys.all(restApiId), filter] as const,
};

/** The charts' data, fetched again every few seconds; long ranges less often. */
export function useMetrics(restApiId: string, filter: MetricFilter) {
  const { range = '1h' } = filter;
  return useQuery({
    queryKey: metricKeys.series(restApiId, filter),
    queryFn: ({ signal }) =>
      fetchJson<MetricSeries>(`/api/rest-apis/${encodeURIComponent(restApiId)}/metrics`, {
        signal,
        query: { ...filter },
      }),
    refetchInterval: range === '7d' || range === '30d' ? 60_000 : 5_000,
    placeholderData: keepPreviousData,
  });
}
