import { createApiKey } from '@/lib/control/api-key/create';
import type { Ctx } from '@/lib/control/context';
import { subscribe } from '@/lib/control/portal/subscribe';
import { createProduct } from '@/lib/control/product/create';
import { updateStage } from '@/lib/control/stage/update';
import { createUsagePlan } from '@/lib/control/usage-plan/create';
import { transaction } from '@/lib/store/client';
import { type DemoRecord, listStageVariables, markAsDemo, readSealedValues } from '@/lib/store/demo';
import type { DemoApi } from './seed-apis';
import type { DemoPeople } from './seed-people';

const DOCUMENTATION = `# Pet store API

Pets, what is in stock, and orders, as JSON over HTTPS.

## Get started

1. Subscribe to a plan on this page. **Free** gives you a key at once; **Pro** is approved by hand, usually the same day.
2. Send the key with each request in the \`x-api-key\` header.

## Lists

\`GET /pets\` takes \`type\` (dog, cat, fish, bird) and \`limit\` (1 to 100). The header \`X-Total-Count\` says how many there are.
Answers are cached for a minute; send \`Cache-Control: max-age=0\` when you need fresh ones.

## Errors

| Status | Meaning |
|---|---|
| 400 | Invalid request body: a new pet has a name and one of the four types |
| 403 | The key is missing, unknown or turned off, or the path does not exist |
| 404 | There is no such pet or order |
| 429 | Too Many Requests: slow down. Limit Exceeded: the quota is used up until it resets |
| 504 | The store did not answer in time; try again |
`;

type Sales = Omit<DemoRecord, 'petStoreId' | 'warehouseId'>;

/** Plans, keys, what is in the portal, a subscription and an application. */
export async function seedSales(ctx: Ctx, petStore: DemoApi, people: DemoPeople): Promise<Sales> {
  const { restApiId } = petStore;
  const free = await createUsagePlan(ctx, {
    name: 'Free',
    description: 'For trying things out.',
    throttle: { rateLimit: 5, burstLimit: 10 },
    quota: { limit: 10_000, period: 'DAY' },
    stages: [{ restApiId, stageName: 'prod', throttle: { '/orders/POST': { rateLimit: 1, burstLimit: 2 } } }],
    portalVisible: true,
    priceText: 'Free',
  });
  const pro = await createUsagePlan(ctx, {
    name: 'Pro',
    description: 'For products with customers of their own.',
    throttle: { rateLimit: 100, burstLimit: 200 },
    quota: { limit: 5_000_000, period: 'MONTH' },
    stages: [
      { restApiId, stageName: 'prod' },
      { restApiId, stageName: 'dev' },
    ],
    portalVisible: true,
    priceText: '$49 per month',
    approvalRequired: true,
  });
  const key = async (name: string, description: string, usagePlanIds: string[], enabled = true) =>
    (await createApiKey(ctx, { name, description, usagePlanIds, enabled })).id;
  const quickStart = await key('Quick start', 'The key in the curl line that npm run demo prints.', [pro.id]);
  const website = await key('Website', 'Our own shop.', [pro.id]);
  const mobileApp = await key('Mobile app', 'Comes in bursts and is throttled.', [free.id]);
  const formerPartner = await key('Former partner', 'Turned off.', [free.id], false);

  const product = await createProduct(ctx, {
    restApiId,
    stageName: 'prod',
    title: 'Pet store API',
    summary: 'Pets, inventory and orders of the demo store.',
    documentation: DOCUMENTATION,
    published: true,
  });
  const preview = await createProduct(ctx, {
    restApiId,
    stageName: 'dev',
    title: 'Pet store API preview',
    summary: 'The next version, for those who like to be early. It changes without notice.',
    published: true,
  });
  await transaction(ctx.db, (tx) =>
    markAsDemo(tx, {
      usagePlanIds: [free.id, pro.id],
      apiKeyIds: [quickStart, website, mobileApp, formerPartner],
      productIds: [product.id, preview.id],
    }),
  );
  const subscribed = await subscribe(asConsumer(ctx, people.consumer), {
    productId: product.id,
    usagePlanId: free.id,
    note: 'A price comparison for pet food.',
  });
  await subscribe(asConsumer(ctx, people.applicant), {
    productId: product.id,
    usagePlanId: pro.id,
    note: 'We expect 2 million calls a month from March on.',
  });
  const consumer = subscribed.key?.id ?? '';
  return { freePlanId: free.id, proPlanId: pro.id, keyIds: { quickStart, website, mobileApp, consumer } };
}

export type DemoKeys = Readonly<Partial<Record<keyof DemoRecord['keyIds'], string>>>;

/** Values of the demo's keys; those that were deleted are left out. */
export async function readKeyValues(ctx: Ctx, { keyIds }: DemoRecord): Promise<DemoKeys> {
  const sealed = new Map(
    (await readSealedValues(ctx.db, Object.values(keyIds))).map((row) => [row.id, row.valueEncrypted]),
  );
  return Object.fromEntries(
    Object.entries(keyIds).flatMap(([name, id]) => {
      const value = sealed.get(id);
      return value === undefined ? [] : [[name, ctx.secrets.open(value, id)]];
    }),
  );
}

/** The backend may listen on another port than at the last start. */
export async function pointStagesAt(ctx: Ctx, restApiIds: readonly string[], backend: string): Promise<void> {
  for (const { restApiId, name, version, variables } of await listStageVariables(ctx.db, restApiIds)) {
    if (variables.backend === undefined || variables.backend === backend) continue;
    await updateStage(ctx, { restApiId, stageName: name, version, variables: { ...variables, backend } });
  }
}

function asConsumer(ctx: Ctx, person: { readonly userId: string; readonly name: string; readonly email: string }): Ctx {
  const { userId, name, email } = person;
  return { ...ctx, actor: { kind: 'consumer', userId, name, email, sessionId: 'demo' } };
}
