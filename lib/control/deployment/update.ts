import { type DeploymentSummary, updateDeploymentInput } from '@/lib/contract/deployment';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { describeDeploymentRow, requireDeployment } from '@/lib/store/deployments';
import { requireRestApi } from '@/lib/store/rest-apis';
import { toDeploymentSummary } from './present';

/** The description is all that can change about a deployment. */
export async function updateDeployment(ctx: Ctx, input: unknown): Promise<DeploymentSummary> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const { restApiId, deploymentId, description } = parse(updateDeploymentInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    await requireDeployment(tx, restApiId, deploymentId);
    const row = await describeDeploymentRow(tx, deploymentId, description);
    await recordAudit(tx, ctx, {
      action: 'deployment.update',
      targetType: 'deployment',
      targetId: deploymentId,
      targetName: `Deployment ${row.number} of ${restApi.name}`,
      summary: 'Description',
    });
    return toDeploymentSummary(row);
  });
}
