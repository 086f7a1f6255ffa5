import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { ReadStageLogInput, StageLogPage } from '@/lib/contract/stage-log';
import { fetchJson } from './fetcher';
import { restApiPath } from './rest-apis';
import { stageKeys } from './stages';

export interface StageLogFilter
  extends Omit<ReadStageLogInput, 'restApiId' | 'stageName' | 'cursor' | 'from' | 'limit'> {
  /** Seconds back from now, or a time. */
  readonly since?: number | string;
}

const FOLLOW_MS = 1_500;

/** Newest lines first; while it follows, only the newest page is asked for, again and again. */
export function useStageLog(restApiId: string, stageName: string, { since, ...filter }: StageLogFilter, live: boolean) {
  const client = useQueryClient();
  const queryKey = [...stageKeys.detail(restApiId, stageName), 'log', { since, ...filter }] as const;
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam }) =>
      fetchJson<StageLogPage>(`${restApiPath(restApiId)}/stages/${encodeURIComponent(stageName)}/log`, {
        signal,
        query: { ...filter, from: timeOf(since), cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: live ? FOLLOW_MS : false,
    refetchOnWindowFocus: live,
  });
  return {
    ...query,
    /** Lets go of all pages but the newest, so that following asks for one. */
    forgetOlder: () =>
      client.setQueryData<typeof query.data>(queryKey, (data) =>
        data === undefined ? data : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
      ),
  };
}

function timeOf(since: number | string | undefined): string | undefined {
  return typeof since === 'number' ? new Date(Date.now() - since * 1000).toISOString() : since;
}
