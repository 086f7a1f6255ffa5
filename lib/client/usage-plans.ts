import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { KeyUsage, UsagePlanDetail, UsagePlanSummary } from '@/lib/contract/usage-plan';
import { fetchJson } from './fetcher';

/** YYYY-MM-DD, UTC, both included. */
export interface DateRange {
  readonly startDate: string;
  readonly endDate: string;
}

export const usagePlanKeys = {
  all: () => ['usage-plans'] as const,
  list: () => [...usagePlanKeys.all(), 'list'] as const,
  detail: (usagePlanId: string) => [...usagePlanKeys.all(), 'detail', usagePlanId] as const,
  usage: (usagePlanId: string, range: DateRange) => [...usagePlanKeys.detail(usagePlanId), 'usage', range] as const,
};

export function useUsagePlans() {
  return useQuery({
    queryKey: usagePlanKeys.list(),
    queryFn: ({ signal }) => fetchJson<UsagePlanSummary[]>('/api/usage-plans', { signal }),
  });
}

export function useUsagePlan(usagePlanId: string) {
  return useQuery({
    queryKey: usagePlanKeys.detail(usagePlanId),
    queryFn: ({ signal }) => fetchJson<UsagePlanDetail>(usagePlanPath(usagePlanId), { signal }),
  });
}

/** One entry per key that was used or is in the plan, the busiest first. */
export function useUsagePlanUsage(usagePlanId: string, range: DateRange) {
  return useQuery({
    queryKey: usagePlanKeys.usage(usagePlanId, range),
    queryFn: ({ signal }) =>
      fetchJson<KeyUsage[]>(`${usagePlanPath(usagePlanId)}/usage`, { signal, query: { ...range } }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
}

const usagePlanPath = (usagePlanId: string): string => `/api/usage-plans/${encodeURIComponent(usagePlanId)}`;
