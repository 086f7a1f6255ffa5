import { useQuery } from '@tanstack/react-query';
import type { ResourceNode } from '@/lib/contract/resource';
import { fetchJson } from './fetcher';
import { restApiKeys, restApiPath } from './rest-apis';

export const resourceKeys = {
  /** Also the start of every method's key. */
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'resources'] as const,
  tree: (restApiId: string) => [...resourceKeys.all(restApiId), 'tree'] as const,
};

/** The whole tree as a flat list in display order: the root first, each resource followed by its children. */
export function useResources(restApiId: string) {
  return useQuery({
    queryKey: resourceKeys.tree(restApiId),
    queryFn: ({ signal }) => fetchJson<ResourceNode[]>(`${restApiPath(restApiId)}/resources`, { signal }),
  });
}
