import type { DeploymentSummary } from '@/lib/contract/deployment';
import { restApiRef } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listDeploymentRows } from '@/lib/store/deployments';
import { requireRestApi } from '@/lib/store/rest-apis';
import { toDeploymentSummary } from './present';

/** Newest first. */
export async function listDeployments(ctx: Ctx, input: unknown): Promise<DeploymentSummary[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  return (await listDeploymentRows(ctx.db, restApiId)).map(toDeploymentSummary);
}
