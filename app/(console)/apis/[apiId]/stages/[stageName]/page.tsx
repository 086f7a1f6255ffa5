import type { Metadata } from 'next';
import { deploymentKeys } from '@/lib/client/deployments';
import { stageKeys } from '@/lib/client/stages';
import { listDeployments } from '@/lib/control/deployment/list';
import { getStage } from '@/lib/control/stage/get';
import { Prefetch } from '@/lib/server/prefetch';
import { StageEditor } from './stage-editor';

type Props = Readonly<{ params: Promise<{ apiId: string; stageName: string }> }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).stageName) };
}

export default async function StagePage({ params }: Props) {
  const { apiId, stageName: encoded } = await params;
  const stageName = decodeURIComponent(encoded);
  return (
    <Prefetch
      queries={[
        {
          queryKey: stageKeys.detail(apiId, stageName),
          run: (ctx) => getStage(ctx, { restApiId: apiId, stageName }),
          required: true,
        },
        { queryKey: deploymentKeys.list(apiId), run: (ctx) => listDeployments(ctx, { restApiId: apiId }) },
      ]}
    >
      <StageEditor apiId={apiId} stageName={stageName} />
    </Prefetch>
  );
}
