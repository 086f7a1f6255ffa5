// What the verbs of canary releases share.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
import type { CanarySettings } from '@/lib/contract/stage';
import type { Ctx } from '@/lib/control/context';
import { ConflictError, InvalidInputError } from '@/lib/errors';
import type { Tx } from '@/lib/store/client';
import { findDeployment, loadDeploymentDefinition } from '@/lib/store/deployments';
import type { StageRecord } from '@/lib/store/stages';
import { refuseUncompilable } from './refuse-uncompilable';

type Variables = Readonly<Record<string, string>>;

export const changedNames = (before: Variables, after: Variables): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);

export const percentText = (percent: number): string => `${percent} %`;

/** The stage's canary with these changes; where there is none, one as AWS makes it: the stage's deployment, at 0 %. */
export function canaryWith(
  { canary, deploymentId }: Pick<StageRecord, 'canary' | 'deploymentId'>,
  changes: { readonly [K in keyof CanarySettings]?: CanarySettings[K] | undefined },
): CanarySettings {
  return {
    deploymentId: changes.deploymentId ?? canary?.deploymentId ?? deploymentId,
    percentTraffic: changes.percentTraffic ?? canary?.percentTraffic ?? 0,
    stageVariableOverrides: changes.stageVariableOverrides ?? canary?.stageVariableOverrides ?? {},
    useStageCache: changes.useStageCache ?? canary?.useStageCache ?? false,
  };
}

export async function requireCanaryDeployment(tx: Tx, restApiId: string, deploymentId: string): Promise<number> {
  const deployment = await findDeployment(tx, restApiId, deploymentId);
  if (deployment !== undefined) return deployment.number;
  const message = 'Deployment id does not exist';
  throw new InvalidInputError(message, { deploymentId: [message] });
}

export async function refuseUncompilableCanary(
  tx: Tx,
  ctx: Ctx,
  canary: Pick<CanarySettings, 'deploymentId' | 'stageVariableOverrides'>,
  stageVariables: Variables,
): Promise<void> {
  const definition = await loadDeploymentDefinition(tx, canary.deploymentId);
  refuseUncompilable(ctx, 'The canary', definition, { ...stageVariables, ...canary.stageVariableOverrides });
}

/**
 * "Once a canary release is enabled, the deployment stage cannot be associated with another non-canary release
 * deployment until the canary is disabled and the canary settings removed from the stage."
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/create-canary-deployment.html
 */
export function refuseBesideCanary({ name, canary }: StageRecord): void {
  if (canary === null) return;
  throw new ConflictError(
    `The stage ${name} has a canary. Promote it, or remove it, before the stage serves another deployment.`,
  );
}
