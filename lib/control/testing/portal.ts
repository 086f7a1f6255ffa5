import type { CreateUsagePlanInput } from '@/lib/contract/usage-plan';
import { createProduct } from '@/lib/control/product/create';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { givenDeployedApi } from './rest-apis';
import type { World } from './world';

/** A published product over a deployed API, with a plan of the given settings that the portal shows. */
export async function givenProduct(world: World, fields: Partial<CreateUsagePlanInput> = {}) {
  const { api, stage } = await givenDeployedApi(world.owner);
  const stages = [{ restApiId: api.id, stageName: 'prod' }];
  const plan = await createUsagePlan(world.owner, { name: 'Free', stages, portalVisible: true, ...fields });
  const product = await createProduct(world.owner, {
    restApiId: api.id,
    stageName: 'prod',
    title: 'Pets',
    summary: 'All about pets',
    documentation: '# Pets',
    published: true,
  });
  return { api, stage, stages, plan, product };
}
