import { createApiKey } from '@/lib/control/api-key/create';
import type { Ctx } from '@/lib/control/context';
import { createMethod } from '@/lib/control/method/create';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import type { OwnConsole } from '../fixtures/own-console';
import { givenApi, mock } from '../pages/given';

export interface PaidApi {
  readonly id: string;
  /** Calls it with its key: the status, 0 where nobody answers. */
  call(): Promise<number>;
  /** Calls that the database says the key has made. */
  used(): Promise<number>;
}

/** An API with one method that takes a key, deployed to "prod". Live a moment later. */
export async function givenPaidApi(ctx: Ctx, { gateway }: Pick<OwnConsole, 'gateway'>): Promise<PaidApi> {
  const api = await givenApi(ctx, 'Pets');
  const method = { restApiId: api.id, resourceId: await api.resource('/pets'), httpMethod: 'GET' as const };
  await createMethod(ctx, { ...method, apiKeyRequired: true, integration: mock('[]') });
  await api.deploy('prod');
  const stages = [{ restApiId: api.id, stageName: 'prod' }];
  const quota = { limit: 1_000_000, period: 'MONTH' as const };
  const plan = await createUsagePlan(ctx, { name: 'Free', stages, quota });
  const { id, value } = await createApiKey(ctx, { name: 'Key', usagePlanIds: [plan.id] });
  return {
    id: api.id,
    async call() {
      try {
        return await gateway.status(api.id, 'prod', '/pets', { headers: { 'x-api-key': value } });
      } catch {
        return 0;
      }
    },
    async used() {
      const { _sum } = await ctx.db.usageDay.aggregate({ where: { apiKeyId: id }, _sum: { used: true } });
      return _sum.used ?? 0;
    },
  };
}
