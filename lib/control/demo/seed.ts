import { systemClock } from '@/lib/clock';
import { DEFAULT_ACCOUNT_ID } from '@/lib/control/account/create-first-owner';
import type { Ctx } from '@/lib/control/context';
import { newUuid } from '@/lib/ids';
import { type Db, transaction } from '@/lib/store/client';
import { deleteDemoData, markAsDemo, readDemoRecord, writeDemoRecord } from '@/lib/store/demo';
import { bumpRevision } from '@/lib/store/revision';
import type { Secrets } from '@/lib/store/secrets';
import type { DemoOptions, DemoSeed } from './demo-seed';
import { offlineRuntime } from './offline-runtime';
import { seedPetStore, seedWarehouse } from './seed-apis';
import { SHIPPING_QUOTE, seedShippingQuote } from './seed-functions';
import { backfill } from './seed-history';
import { type DemoPeople, seedPeople } from './seed-people';
import { pointStagesAt, readKeyValues, seedSales } from './seed-sales';
import { demoTraffic } from './traffic-plan';

/** Makes the demo's data, or finds it from an earlier start. What was deleted of it by hand stays deleted. */
export async function seedDemo(store: Readonly<{ db: Db; secrets: Secrets }>, options: DemoOptions): Promise<DemoSeed> {
  const ctx: Ctx = {
    actor: { kind: 'system', name: 'Demo', accountId: DEFAULT_ACCOUNT_ID },
    requestId: newUuid(),
    db: store.db,
    runtime: offlineRuntime,
    secrets: store.secrets,
    clock: systemClock,
  };
  const people = await seedPeople(ctx);
  const backend = new URL(options.backendUrl).host;
  const record = (await readDemoRecord(ctx.db, DEFAULT_ACCOUNT_ID)) ?? (await seedAll(ctx, people, backend));
  await pointStagesAt(ctx, [record.petStoreId, record.warehouseId], backend);
  const keys = await readKeyValues(ctx, record);
  return {
    owner: people.owner,
    consumer: { email: people.consumer.email, password: people.consumer.password },
    sample: {
      restApiId: record.petStoreId,
      stageName: 'prod',
      path: '/pets?type=cat',
      apiKey: keys.quickStart ?? '(the demo’s key was deleted)',
    },
    traffic: demoTraffic(record, keys),
  };
}

async function seedAll(ctx: Ctx, people: DemoPeople, backend: string) {
  // What a start that was killed half way has left.
  await transaction(ctx.db, async (tx) => {
    const changes = await deleteDemoData(tx, DEFAULT_ACCOUNT_ID);
    if (changes.length > 0) await bumpRevision(tx, changes);
  });
  const shippingQuoteUri = await seedShippingQuote(ctx);
  await transaction(ctx.db, (tx) => markAsDemo(tx, { functionNames: [SHIPPING_QUOTE] }));
  const petStore = await seedPetStore(ctx, backend, shippingQuoteUri);
  await transaction(ctx.db, (tx) => markAsDemo(tx, { restApiIds: [petStore.restApiId] }));
  const warehouse = await seedWarehouse(ctx, backend);
  await transaction(ctx.db, (tx) => markAsDemo(tx, { restApiIds: [warehouse.restApiId] }));
  const sales = await seedSales(ctx, petStore, people);
  const record = { petStoreId: petStore.restApiId, warehouseId: warehouse.restApiId, ...sales };
  await backfill(ctx, record);
  await writeDemoRecord(ctx.db, record);
  return record;
}
