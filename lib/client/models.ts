import { useQuery } from '@tanstack/react-query';
import type { ModelDetail } from '@/lib/contract/model';
import { fetchJson } from './fetcher';
import { restApiKeys, restApiPath } from './rest-apis';

export const modelKeys = {
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'models'] as const,
};

/** A to Z, each with what refers to it. */
export function useModels(restApiId: string) {
  return useQuery({
    queryKey: modelKeys.all(restApiId),
    queryFn: ({ signal }) => fetchJson<ModelDetail[]>(`${restApiPath(restApiId)}/models`, { signal }),
  });
}
