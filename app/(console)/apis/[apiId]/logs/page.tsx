import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { stageKeys } from '@/lib/client/stages';
import { getStage } from '@/lib/control/stage/get';
import { Prefetch } from '@/lib/server/prefetch';
import { LogsPage } from './logs-page';
import { loadLogSearch } from './search-params';

export const metadata: Metadata = { title: 'Logs' };

export default async function Page({
  params,
  searchParams,
}: Readonly<{ params: Promise<{ apiId: string }>; searchParams: Promise<SearchParams> }>) {
  const { apiId } = await params;
  const { stage } = await loadLogSearch(searchParams);
  const queries =
    stage === ''
      ? []
      : [
          {
            queryKey: stageKeys.detail(apiId, stage),
            run: (ctx: Parameters<typeof getStage>[0]) => getStage(ctx, { restApiId: apiId, stageName: stage }),
          },
        ];
  return (
    <Prefetch queries={queries}>
      <LogsPage apiId={apiId} />
    </Prefetch>
  );
}
