import { useQuery } from '@tanstack/react-query';
import type { ListSubscriptionsInput, SubscriptionSummary } from '@/lib/contract/portal';
import { fetchJson } from './fetcher';

export const subscriptionKeys = {
  all: () => ['subscriptions'] as const,
  list: (filter: ListSubscriptionsInput = {}) => [...subscriptionKeys.all(), 'list', filter] as const,
};

/** An owner's view: who subscribed to what, those waiting first. */
export function useSubscriptions(filter: ListSubscriptionsInput = {}) {
  return useQuery({
    queryKey: subscriptionKeys.list(filter),
    queryFn: ({ signal }) => fetchJson<SubscriptionSummary[]>('/api/subscriptions', { signal, query: { ...filter } }),
    refetchInterval: 15_000,
  });
}
