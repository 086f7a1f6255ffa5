import { useQuery } from '@tanstack/react-query';
import type { MethodDetail, MethodRef } from '@/lib/contract/method';
import { fetchJson } from './fetcher';
import { resourceKeys } from './resources';
import { restApiPath } from './rest-apis';

export const methodKeys = {
  detail: ({ restApiId, resourceId, httpMethod }: MethodRef) =>
    [...resourceKeys.all(restApiId), resourceId, 'methods', httpMethod] as const,
};

export function useMethod(ref: MethodRef) {
  return useQuery({
    queryKey: methodKeys.detail(ref),
    queryFn: ({ signal }) =>
      fetchJson<MethodDetail>(
        `${restApiPath(ref.restApiId)}/resources/${encodeURIComponent(ref.resourceId)}/methods/${ref.httpMethod}`,
        { signal },
      ),
  });
}
