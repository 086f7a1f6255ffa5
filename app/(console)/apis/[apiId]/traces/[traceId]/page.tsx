import type { Metadata } from 'next';
import { traceKeys } from '@/lib/client/traces';
import { getTrace } from '@/lib/control/trace/get';
import { Prefetch } from '@/lib/server/prefetch';
import { TracePage } from './trace-page';

export const metadata: Metadata = { title: 'Trace' };

export default async function Page({ params }: Readonly<{ params: Promise<{ apiId: string; traceId: string }> }>) {
  const { apiId, traceId } = await params;
  return (
    <Prefetch
      queries={[
        { queryKey: traceKeys.detail(apiId, traceId), run: (ctx) => getTrace(ctx, { restApiId: apiId, traceId }) },
      ]}
    >
      <TracePage apiId={apiId} traceId={traceId} />
    </Prefetch>
  );
}
