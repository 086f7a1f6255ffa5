import type { Metadata } from 'next';
import { stageKeys } from '@/lib/client/stages';
import { listStages } from '@/lib/control/stage/list';
import { Prefetch } from '@/lib/server/prefetch';
import { StageList } from '../stage-list';

export const metadata: Metadata = { title: 'Stages' };

export default async function StagesPage({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  const { apiId } = await params;
  return (
    <Prefetch queries={[{ queryKey: stageKeys.list(apiId), run: (ctx) => listStages(ctx, { restApiId: apiId }) }]}>
      <StageList apiId={apiId} />
    </Prefetch>
  );
}
