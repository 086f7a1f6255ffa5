import type { Metadata } from 'next';
import { deploymentKeys } from '@/lib/client/deployments';
import { listDeployments } from '@/lib/control/deployment/list';
import { Prefetch } from '@/lib/server/prefetch';
import { DeploymentList } from './deployment-list';

export const metadata: Metadata = { title: 'Deployments' };

export default async function DeploymentsPage({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  const { apiId } = await params;
  return (
    <Prefetch
      queries={[{ queryKey: deploymentKeys.list(apiId), run: (ctx) => listDeployments(ctx, { restApiId: apiId }) }]}
    >
      <DeploymentList apiId={apiId} />
    </Prefetch>
  );
}
