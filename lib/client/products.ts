import { useQuery } from '@tanstack/react-query';
import type { ProductSummary } from '@/lib/contract/portal';
import { fetchJson } from './fetcher';

export const productKeys = {
  all: () => ['products'] as const,
  list: () => [...productKeys.all(), 'list'] as const,
  detail: (productId: string) => [...productKeys.all(), 'detail', productId] as const,
};

export function useProducts() {
  return useQuery({
    queryKey: productKeys.list(),
    queryFn: ({ signal }) => fetchJson<ProductSummary[]>('/api/products', { signal }),
  });
}
