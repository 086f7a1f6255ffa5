import type { CanarySummary, StageDetail, StageSummary } from '@/lib/contract/stage';
import { listRoutes } from '@/lib/control/deployment/present';
import type { Db, Tx } from '@/lib/store/client';
import { loadDeploymentDefinition } from '@/lib/store/deployments';
import { type RestApiRow, readDependents } from '@/lib/store/rest-apis';
import type { CanaryRecord, StageRecord } from '@/lib/store/stages';
import { invokeUrls } from './invoke-urls';
import { variableUses } from './variable-uses';

export function toStageSummary(
  stage: StageRecord,
  restApi: Pick<RestApiRow, 'id' | 'definitionVersion'>,
): StageSummary {
  return {
    id: stage.id,
    name: stage.name,
    description: stage.description,
    deploymentId: stage.deploymentId,
    deploymentNumber: stage.deployment.number,
    deployedAt: stage.deployment.createdAt.toISOString(),
    behind: stage.deployment.definitionVersion < restApi.definitionVersion,
    invokeUrls: invokeUrls(restApi.id, stage.name),
    canary: stage.canary && toCanarySummary(stage.canary, restApi),
  };
}

function toCanarySummary(canary: CanaryRecord, restApi: Pick<RestApiRow, 'definitionVersion'>): CanarySummary {
  return {
    deploymentId: canary.deploymentId,
    deploymentNumber: canary.deployment.number,
    deployedAt: canary.deployment.createdAt.toISOString(),
    percentTraffic: canary.percentTraffic,
    behind: canary.deployment.definitionVersion < restApi.definitionVersion,
  };
}

export async function describeStage(db: Db | Tx, stage: StageRecord, restApi: RestApiRow): Promise<StageDetail> {
  const definitions = [await loadDeploymentDefinition(db, stage.deploymentId)];
  if (stage.canary) definitions.push(await loadDeploymentDefinition(db, stage.canary.deploymentId));
  const routes = definitions.flatMap(listRoutes).map(({ path, method }) => ({ path, method }));
  return {
    ...toStageSummary(stage, restApi),
    version: stage.version,
    restApiId: restApi.id,
    variables: stage.variables,
    cacheClusterEnabled: stage.cacheClusterEnabled,
    cacheClusterSize: stage.cacheClusterSize,
    methodSettings: stage.methodSettings,
    accessLogEnabled: stage.accessLogEnabled,
    accessLogFormat: stage.accessLogFormat,
    logRetentionDays: stage.logRetentionDays,
    logMaxBytes: stage.logMaxBytes,
    tracing: stage.tracing,
    canary: stage.canary && {
      ...toCanarySummary(stage.canary, restApi),
      stageVariableOverrides: stage.canary.stageVariableOverrides,
      useStageCache: stage.canary.useStageCache,
      createdAt: stage.canary.createdAt.toISOString(),
    },
    ...(await readDependents(db, { stageId: stage.id })),
    routes: [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()],
    variableUses: variableUses(definitions),
    createdAt: stage.createdAt.toISOString(),
    updatedAt: stage.updatedAt.toISOString(),
  };
}
