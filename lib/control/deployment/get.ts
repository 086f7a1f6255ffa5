import { type DeploymentDetail, deploymentRef } from '@/lib/contract/deployment';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { loadDeploymentDefinition, requireDeployment } from '@/lib/store/deployments';
import { requireRestApi } from '@/lib/store/rest-apis';
import { toDeploymentDetail } from './present';

export async function getDeployment(ctx: Ctx, input: unknown): Promise<DeploymentDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId, deploymentId } = parse(deploymentRef, input);
  const restApi = await requireRestApi(ctx.db, accountId, restApiId);
  const row = await requireDeployment(ctx.db, restApiId, deploymentId);
  return toDeploymentDetail(row, await loadDeploymentDefinition(ctx.db, deploymentId), restApi);
}
