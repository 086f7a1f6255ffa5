import { useQuery } from '@tanstack/react-query';
import type { RequestValidatorDetail } from '@/lib/contract/request-validator';
import { fetchJson } from './fetcher';
import { restApiKeys, restApiPath } from './rest-apis';

export const requestValidatorKeys = {
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'request-validators'] as const,
};

/** A to Z, each with the methods that use it. */
export function useRequestValidators(restApiId: string) {
  return useQuery({
    queryKey: requestValidatorKeys.all(restApiId),
    queryFn: ({ signal }) =>
      fetchJson<RequestValidatorDetail[]>(`${restApiPath(restApiId)}/request-validators`, { signal }),
  });
}
