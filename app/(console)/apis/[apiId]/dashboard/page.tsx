import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { metricKeys } from '@/lib/client/metrics';
import { resourceKeys } from '@/lib/client/resources';
import { getMetrics } from '@/lib/control/metrics/get';
import { listResources } from '@/lib/control/resource/list';
import { Prefetch } from '@/lib/server/prefetch';
import { DashboardPage } from './dashboard-page';
import { loadDashboardSearch, toMetricFilter } from './search-params';

export const metadata: Metadata = { title: 'Dashboard' };

export default async function Page({
  params,
  searchParams,
}: Readonly<{ params: Promise<{ apiId: string }>; searchParams: Promise<SearchParams> }>) {
  const { apiId } = await params;
  const filter = toMetricFilter(await loadDashboardSearch(searchParams));
  return (
    <Prefetch
      queries={[
        { queryKey: resourceKeys.tree(apiId), run: (ctx) => listResources(ctx, { restApiId: apiId }) },
        {
          queryKey: metricKeys.series(apiId, filter),
          run: (ctx) => getMetrics(ctx, { restApiId: apiId, ...filter }),
        },
      ]}
    >
      <DashboardPage apiId={apiId} />
    </Prefetch>
  );
}
