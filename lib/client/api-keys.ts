import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ApiKeyPage, ApiKeySummary, ListApiKeysInput } from '@/lib/contract/api-key';
import type { KeyUsage } from '@/lib/contract/usage-plan';
import { fetchJson } from './fetcher';
import type { DateRange } from './usage-plans';

export type ApiKeyFilter = Omit<ListApiKeysInput, 'cursor'>;

export const apiKeyKeys = {
  all: () => ['api-keys'] as const,
  list: (filter: ApiKeyFilter = {}) => [...apiKeyKeys.all(), 'list', filter] as const,
  detail: (apiKeyId: string) => [...apiKeyKeys.all(), 'detail', apiKeyId] as const,
  usage: (apiKeyId: string, range: DateRange) => [...apiKeyKeys.detail(apiKeyId), 'usage', range] as const,
};

/** Pages on demand: `data.pages.flatMap((page) => page.items)`, `fetchNextPage()`. */
export function useApiKeys(filter: ApiKeyFilter = {}) {
  return useInfiniteQuery({
    queryKey: apiKeyKeys.list(filter),
    queryFn: ({ signal, pageParam }) =>
      fetchJson<ApiKeyPage>('/api/api-keys', { signal, query: { ...filter, cursor: pageParam } as Query }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useApiKey(apiKeyId: string) {
  return useQuery({
    queryKey: apiKeyKeys.detail(apiKeyId),
    queryFn: ({ signal }) => fetchJson<ApiKeySummary>(apiKeyPath(apiKeyId), { signal }),
  });
}

/** One entry per plan that counts the key. */
export function useApiKeyUsage(apiKeyId: string, range: DateRange) {
  return useQuery({
    queryKey: apiKeyKeys.usage(apiKeyId, range),
    queryFn: ({ signal }) => fetchJson<KeyUsage[]>(`${apiKeyPath(apiKeyId)}/usage`, { signal, query: { ...range } }),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
}

const apiKeyPath = (apiKeyId: string): string => `/api/api-keys/${encodeURIComponent(apiKeyId)}`;

type Query = Readonly<Record<string, string | number | undefined>>;
