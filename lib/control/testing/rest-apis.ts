import type { IntegrationInput } from '@/lib/contract/method';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import type { Ctx } from '../context';
import { createDeployment } from '../deployment/create';
import { createMethod } from '../method/create';
import { createResource } from '../resource/create';
import { createRestApi } from '../rest-api/create';

export const MOCK: IntegrationInput = { type: 'MOCK' };
export const httpProxy = (uri = 'http://127.0.0.1:9/pets'): IntegrationInput => ({
  type: 'HTTP_PROXY',
  httpMethod: 'GET',
  uri,
});

export async function givenRestApi(ctx: Ctx, name = 'Pet store'): Promise<RestApiDetail> {
  return createRestApi(ctx, { name });
}

/** Makes every resource of a path that is missing; the answer is the last one's id. */
export async function givenPath(ctx: Ctx, api: Pick<RestApiDetail, 'id' | 'rootResourceId'>, path: string) {
  let parentId = api.rootResourceId;
  let reached = '';
  for (const pathPart of path.split('/').filter(Boolean)) {
    reached += `/${pathPart}`;
    const existing = await ctx.db.resource.findUnique({
      where: { restApiId_path: { restApiId: api.id, path: reached } },
    });
    parentId = existing?.id ?? (await createResource(ctx, { restApiId: api.id, parentId, pathPart })).id;
  }
  return parentId;
}

/** An API with GET /pets (MOCK), deployed to "prod". */
export async function givenDeployedApi(ctx: Ctx) {
  const api = await givenRestApi(ctx);
  const resourceId = await givenPath(ctx, api, '/pets');
  await createMethod(ctx, { restApiId: api.id, resourceId, httpMethod: 'GET', integration: MOCK });
  const deployment = await createDeployment(ctx, { restApiId: api.id, stageName: 'prod' });
  if (deployment.stage === null) throw new Error('the deployment made no stage');
  return { api, resourceId, deployment, stage: deployment.stage };
}
