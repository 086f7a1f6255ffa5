import { useQuery } from '@tanstack/react-query';
import type { ListRestApisInput, RestApiDetail, RestApiSummary } from '@/lib/contract/rest-api';
import { fetchJson } from './fetcher';

/** Everything below an API hangs under detail(id): invalidating that refreshes its tree, methods, deployments and stages too. */
export const restApiKeys = {
  all: ['rest-apis'] as const,
  list: (filter: ListRestApisInput = {}) => [...restApiKeys.all, 'list', filter] as const,
  detail: (restApiId: string) => [...restApiKeys.all, 'detail', restApiId] as const,
};

export const restApiPath = (restApiId: string) => `/api/rest-apis/${encodeURIComponent(restApiId)}`;

export function useRestApis(filter: ListRestApisInput = {}) {
  return useQuery({
    queryKey: restApiKeys.list(filter),
    queryFn: ({ signal }) => fetchJson<RestApiSummary[]>('/api/rest-apis', { query: { ...filter }, signal }),
  });
}

export function useRestApi(restApiId: string) {
  return useQuery({
    queryKey: restApiKeys.detail(restApiId),
    queryFn: ({ signal }) => fetchJson<RestApiDetail>(restApiPath(restApiId), { signal }),
  });
}
