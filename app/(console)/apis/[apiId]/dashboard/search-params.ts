import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import type { MetricFilter } from '@/lib/client/metrics';
import { METRIC_RANGES, type MetricRange } from '@/lib/contract/metrics';
import { PERCENTILES } from './prepare';

export const dashboardSearchParams = {
  stage: parseAsString.withDefault(''),
  /** "GET /pets/{petId}"; empty: all. */
  route: parseAsString.withDefault(''),
  range: parseAsStringLiteral(METRIC_RANGES).withDefault('1h'),
  percentiles: parseAsArrayOf(parseAsStringLiteral(PERCENTILES)).withDefault(['p50', 'p95', 'p99']),
};

export const loadDashboardSearch = createLoader(dashboardSearchParams);

/** The filter under which server and browser cache the same series. */
export function toMetricFilter(search: { stage: string; route: string; range: MetricRange }): MetricFilter {
  const [method, ...path] = search.route.split(' ');
  return {
    range: search.range,
    ...(search.stage ? { stageName: search.stage } : {}),
    ...(method && path.length > 0 ? { method, resource: path.join(' ') } : {}),
  };
}
