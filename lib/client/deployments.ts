import { useQuery } from '@tanstack/react-query';
import type { DefinitionDiff, DeploymentSummary } from '@/lib/contract/deployment';
import { fetchJson } from './fetcher';
import { restApiKeys, restApiPath } from './rest-apis';

export const deploymentKeys = {
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'deployments'] as const,
  list: (restApiId: string) => [...deploymentKeys.all(restApiId), 'list'] as const,
  diff: (restApiId: string, from: string, to: string) => [...deploymentKeys.all(restApiId), 'diff', from, to] as const,
};

/** Newest first. */
export function useDeployments(restApiId: string) {
  return useQuery({
    queryKey: deploymentKeys.list(restApiId),
    queryFn: ({ signal }) => fetchJson<DeploymentSummary[]>(`${restApiPath(restApiId)}/deployments`, { signal }),
  });
}

/** Each side a deployment's id or WORKING_COPY. */
export function useDefinitionDiff(
  restApiId: string,
  from: string | undefined,
  to: string | undefined,
  options: { readonly enabled?: boolean } = {},
) {
  return useQuery({
    queryKey: deploymentKeys.diff(restApiId, from ?? '', to ?? ''),
    queryFn: ({ signal }) =>
      fetchJson<DefinitionDiff>(`${restApiPath(restApiId)}/deployments/diff`, { query: { from, to }, signal }),
    enabled: (options.enabled ?? true) && from !== undefined && to !== undefined,
  });
}
