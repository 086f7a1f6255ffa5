import { type DefinitionDiff, diffDeploymentsInput, WORKING_COPY } from '@/lib/contract/deployment';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import type { RestApiDefinition } from '@/lib/gateway/model';
import { loadWorkingCopy } from '@/lib/store/definitions';
import { loadDeploymentDefinition, requireDeployment } from '@/lib/store/deployments';
import { requireRestApi } from '@/lib/store/rest-apis';
import { compareDefinitions } from './compare-definitions';

/** What a deploy would change, or what one did: any two deployments, or one and the working copy. */
export async function diffDeployments(ctx: Ctx, input: unknown): Promise<DefinitionDiff> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId, from, to } = parse(diffDeploymentsInput, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const [before, after] = [await loadSide(ctx, restApiId, from), await loadSide(ctx, restApiId, to)];
  return { from: before.label, to: after.label, changes: compareDefinitions(before.definition, after.definition) };
}

async function loadSide(
  ctx: Ctx,
  restApiId: string,
  side: string,
): Promise<{ readonly label: string; readonly definition: RestApiDefinition }> {
  if (side === WORKING_COPY) {
    return { label: 'Working copy', definition: (await loadWorkingCopy(ctx.db, restApiId)).definition };
  }
  const { number } = await requireDeployment(ctx.db, restApiId, side);
  return { label: `Deployment ${number}`, definition: await loadDeploymentDefinition(ctx.db, side) };
}
