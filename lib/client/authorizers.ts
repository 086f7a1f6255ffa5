import { useQuery } from '@tanstack/react-query';
import type { AuthorizerDetail } from '@/lib/contract/authorizer';
import { fetchJson } from './fetcher';
import { restApiKeys, restApiPath } from './rest-apis';

export const authorizerKeys = {
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'authorizers'] as const,
};

/** A to Z, each with the methods that use it. */
export function useAuthorizers(restApiId: string) {
  return useQuery({
    queryKey: authorizerKeys.all(restApiId),
    queryFn: ({ signal }) => fetchJson<AuthorizerDetail[]>(`${restApiPath(restApiId)}/authorizers`, { signal }),
  });
}
