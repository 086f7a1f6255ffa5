import { type DeploymentRef, deploymentRef } from '@/lib/contract/deployment';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteDeploymentRow, requireDeployment } from '@/lib/store/deployments';
import { requireRestApi } from '@/lib/store/rest-apis';

export async function deleteDeployment(ctx: Ctx, input: unknown): Promise<DeploymentRef> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const ref = parse(deploymentRef, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, ref.restApiId);
    const { number, stages, canaries } = await requireDeployment(tx, ref.restApiId, ref.deploymentId);
    const users = [...stages.map(({ name }) => name), ...canaries.map(({ stage }) => `the canary of ${stage.name}`)];
    if (users.length > 0) {
      throw new ConflictError(
        `Active stages pointing to this deployment must be moved or deleted: ${users.join(', ')}`,
      );
    }
    await deleteDeploymentRow(tx, ref.deploymentId);
    await recordAudit(tx, ctx, {
      action: 'deployment.delete',
      targetType: 'deployment',
      targetId: ref.deploymentId,
      targetName: `Deployment ${number} of ${restApi.name}`,
    });
    return ref;
  });
}
