import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { traceKeys } from '@/lib/client/traces';
import { listTraces } from '@/lib/control/trace/list';
import { Prefetch } from '@/lib/server/prefetch';
import { loadTraceSearch, toTraceFilter } from './search-params';
import { TracesPage } from './traces-page';

export const metadata: Metadata = { title: 'Traces' };

export default async function Page({
  params,
  searchParams,
}: Readonly<{ params: Promise<{ apiId: string }>; searchParams: Promise<SearchParams> }>) {
  const { apiId } = await params;
  const filter = toTraceFilter(await loadTraceSearch(searchParams));
  return (
    <Prefetch
      queries={[
        { queryKey: traceKeys.list(apiId, filter), run: (ctx) => listTraces(ctx, { restApiId: apiId, ...filter }) },
      ]}
    >
      <TracesPage apiId={apiId} />
    </Prefetch>
  );
}
