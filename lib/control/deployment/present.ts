import { METHOD_KEYS, type MethodKey } from '@/lib/contract/common';
import type { DeploymentDetail, DeploymentSummary } from '@/lib/contract/deployment';
import type { MethodDefinition, RestApiDefinition } from '@/lib/gateway/model';
import type { DeploymentRow } from '@/lib/store/deployments';
import type { RestApiRow } from '@/lib/store/rest-apis';

export function toDeploymentSummary(row: DeploymentRow): DeploymentSummary {
  return {
    id: row.id,
    number: row.number,
    description: row.description,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    stageNames: row.stages.map(({ name }) => name),
    canaryStageNames: row.canaries.map(({ stage }) => stage.name),
  };
}

export function toDeploymentDetail(
  row: DeploymentRow,
  definition: RestApiDefinition,
  restApi: RestApiRow,
): DeploymentDetail {
  return {
    ...toDeploymentSummary(row),
    behind: row.definitionVersion < restApi.definitionVersion,
    routes: listRoutes(definition).map(({ path, method, definition: { integration } }) => ({
      path,
      method,
      integrationType: integration?.type ?? '',
    })),
  };
}

export interface Route {
  readonly path: string;
  readonly method: MethodKey;
  readonly definition: MethodDefinition;
}

/** Every operation of a definition: by path, and in the usual order of methods. */
export function listRoutes(definition: RestApiDefinition): Route[] {
  return definition.resources.flatMap(({ path, methods }) =>
    METHOD_KEYS.flatMap((method) => {
      const found = methods[method];
      return found === undefined ? [] : [{ path, method, definition: found }];
    }),
  );
}
