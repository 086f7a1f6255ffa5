import { useQuery } from '@tanstack/react-query';
import type { CatalogueProduct, CatalogueProductDetail, MySubscription } from '@/lib/contract/portal';
import { fetchJson } from './fetcher';

export const catalogueKeys = {
  all: () => ['portal', 'catalogue'] as const,
  list: () => [...catalogueKeys.all(), 'list'] as const,
  detail: (productId: string) => [...catalogueKeys.all(), 'detail', productId] as const,
};

export const mySubscriptionKeys = {
  all: () => ['portal', 'subscriptions'] as const,
  list: () => [...mySubscriptionKeys.all(), 'list'] as const,
  detail: (subscriptionId: string) => [...mySubscriptionKeys.all(), 'detail', subscriptionId] as const,
};

export function useCatalogue() {
  return useQuery({
    queryKey: catalogueKeys.list(),
    queryFn: ({ signal }) => fetchJson<CatalogueProduct[]>('/api/portal/catalogue', { signal }),
  });
}

export function useCatalogueProduct(productId: string) {
  return useQuery({
    queryKey: catalogueKeys.detail(productId),
    queryFn: ({ signal }) =>
      fetchJson<CatalogueProductDetail>(`/api/portal/catalogue/${encodeURIComponent(productId)}`, { signal }),
  });
}

/** The signed-in person's own subscriptions with their usage. */
export function useMySubscriptions() {
  return useQuery({
    queryKey: mySubscriptionKeys.list(),
    queryFn: ({ signal }) => fetchJson<MySubscription[]>('/api/portal/subscriptions', { signal }),
    refetchInterval: 15_000,
  });
}

export function useMySubscription(subscriptionId: string) {
  return useQuery({
    queryKey: mySubscriptionKeys.detail(subscriptionId),
    queryFn: ({ signal }) =>
      fetchJson<MySubscription>(`/api/portal/subscriptions/${encodeURIComponent(subscriptionId)}`, { signal }),
    refetchInterval: 10_000,
  });
}
