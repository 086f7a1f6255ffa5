import type { RestApiDetail, RestApiSummary } from '@/lib/contract/rest-api';
import { API_KEY_SOURCES, ENDPOINT_TYPES } from '@/lib/contract/rest-api';
import { toStageSummary } from '@/lib/control/stage/present';
import type { Db, Tx } from '@/lib/store/client';
import { countDeployments } from '@/lib/store/deployments';
import { requireRootResource } from '@/lib/store/resources';
import {
  binaryMediaTypesOf,
  type DefinitionSize,
  type RestApiRow,
  readDefinitionSizes,
  readDependents,
  vpcEndpointIdsOf,
} from '@/lib/store/rest-apis';
import { listStageRecords, type StageRecord } from '@/lib/store/stages';

export function toRestApiSummary(
  row: RestApiRow,
  size: DefinitionSize | undefined,
  stages: readonly StageRecord[],
): RestApiSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    endpointType: oneOf(ENDPOINT_TYPES, row.endpointType),
    demo: row.demo,
    resourceCount: size?.resourceCount ?? 0,
    methodCount: size?.methodCount ?? 0,
    stages: stages.map((stage) => toStageSummary(stage, row)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export async function describeRestApi(db: Db | Tx, row: RestApiRow): Promise<RestApiDetail> {
  const sizes = await readDefinitionSizes(db, row.accountId, row.id);
  const stages = await listStageRecords(db, { restApiId: row.id });
  const root = await requireRootResource(db, row.id);
  return {
    ...toRestApiSummary(row, sizes.get(row.id), stages),
    version: row.version,
    definitionVersion: row.definitionVersion,
    apiKeySource: oneOf(API_KEY_SOURCES, row.apiKeySource),
    disableExecuteApiEndpoint: row.disableExecuteApiEndpoint,
    binaryMediaTypes: binaryMediaTypesOf(row),
    vpcEndpointIds: vpcEndpointIdsOf(row),
    policy: row.policy,
    minimumCompressionSize: row.minimumCompressionSize,
    rootResourceId: root.id,
    dependents: {
      deploymentCount: await countDeployments(db, row.id),
      ...(await readDependents(db, { restApiId: row.id })),
    },
  };
}

function oneOf<T extends string>(values: readonly T[], value: string): T {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new Error(`Unexpected value ${value} in the database.`);
  return found;
}
