import { useQuery } from '@tanstack/react-query';
import type { StageCache, StageDetail, StageSummary } from '@/lib/contract/stage';
import { fetchJson } from './fetcher';
import { restApiKeys, restApiPath } from './rest-apis';

export const stageKeys = {
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'stages'] as const,
  list: (restApiId: string) => [...stageKeys.all(restApiId), 'list'] as const,
  detail: (restApiId: string, stageName: string) => [...stageKeys.all(restApiId), 'detail', stageName] as const,
  cache: (restApiId: string, stageName: string) => [...stageKeys.all(restApiId), 'cache', stageName] as const,
};

export function useStages(restApiId: string) {
  return useQuery({
    queryKey: stageKeys.list(restApiId),
    queryFn: ({ signal }) => fetchJson<StageSummary[]>(`${restApiPath(restApiId)}/stages`, { signal }),
  });
}

export function useStage(restApiId: string, stageName: string) {
  return useQuery({
    queryKey: stageKeys.detail(restApiId, stageName),
    queryFn: ({ signal }) =>
      fetchJson<StageDetail>(`${restApiPath(restApiId)}/stages/${encodeURIComponent(stageName)}`, { signal }),
  });
}

/** Asked again every few seconds. */
export function useStageCache(restApiId: string, stageName: string) {
  return useQuery({
    queryKey: stageKeys.cache(restApiId, stageName),
    queryFn: ({ signal }) =>
      fetchJson<StageCache>(`${restApiPath(restApiId)}/stages/${encodeURIComponent(stageName)}/cache`, { signal }),
    refetchInterval: 5_000,
  });
}
