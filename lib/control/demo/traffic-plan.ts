import type { DemoRecord } from '@/lib/store/demo';
import type { DemoCall } from './demo-seed';
import type { DemoKeys } from './seed-sales';

const PET_LISTS = ['/pets', '/pets?type=dog', '/pets?type=cat', '/pets?type=fish&limit=5', '/pets?type=bird'];
const PETS = Array.from({ length: 24 }, (_, index) => `/pets/${index + 1}`);
const SHIPPING = PETS.flatMap((path) => [`${path}/shipping?to=NL`, `${path}/shipping?to=FR`]);
const PRICE_TAGS = ['/pets/price-tags?type=cat', '/pets/price-tags?type=dog'];
const ORDER = JSON.stringify({ petId: 7, quantity: 1 });
const PET = JSON.stringify({ name: 'Pixel', type: 'cat', price: 120 });
/** Refused by the model. */
const NO_PET = JSON.stringify({ name: 'Smaug', type: 'dragon' });

/** Some two calls a second: hits and misses of the cache, 4XX, 5XX and throttled ones. */
export function demoTraffic({ petStoreId, warehouseId }: DemoRecord, keys: DemoKeys): DemoCall[] {
  const calls: DemoCall[] = [];
  const prod = { restApiId: petStoreId, stageName: 'prod' };
  const warehouse = { restApiId: warehouseId, stageName: 'prod' };
  if (keys.website) {
    const apiKey = keys.website;
    calls.push(
      { ...prod, apiKey, method: 'GET', paths: PET_LISTS, perMinute: 34 },
      { ...prod, apiKey, method: 'GET', paths: PETS, perMinute: 26 },
      { ...prod, apiKey, method: 'GET', paths: PET_LISTS, headers: { 'cache-control': 'max-age=0' }, perMinute: 2 },
      { ...prod, apiKey, method: 'GET', paths: ['/inventory'], perMinute: 8 },
      { ...prod, apiKey, method: 'GET', paths: [...SHIPPING, '/pets/3/shipping?to=US'], perMinute: 3 },
      { ...prod, apiKey, method: 'GET', paths: PRICE_TAGS, perMinute: 2 },
      { ...prod, apiKey, method: 'POST', paths: ['/orders'], body: ORDER, perMinute: 5 },
      { ...prod, apiKey, method: 'POST', paths: ['/pets'], body: PET, perMinute: 1 },
      { ...prod, apiKey, method: 'POST', paths: ['/pets'], body: NO_PET, perMinute: 0.5 },
      { ...prod, apiKey, method: 'GET', paths: ['/orders/a1b2', '/orders/c3d4', '/orders/e5f6'], perMinute: 4 },
      { ...prod, apiKey, method: 'GET', paths: ['/pets/9001', '/pets/9002', '/pets?type=dragon'], perMinute: 3 },
      { ...prod, apiKey, stageName: 'dev', method: 'GET', paths: [...PET_LISTS, '/orders'], perMinute: 4 },
    );
  }
  if (keys.mobileApp) {
    const apiKey = keys.mobileApp;
    calls.push(
      { ...prod, apiKey, method: 'GET', paths: PETS, perMinute: 0.5, burst: 16 },
      { ...prod, apiKey, method: 'POST', paths: ['/orders'], body: ORDER, perMinute: 0.3, burst: 4 },
    );
  }
  if (keys.consumer) {
    calls.push({ ...prod, apiKey: keys.consumer, method: 'GET', paths: [...PET_LISTS, '/pets/3'], perMinute: 3 });
  }
  calls.push(
    { ...prod, method: 'GET', paths: ['/'], perMinute: 2 },
    // Without a key, and to a path that does not exist: both 403, as on API Gateway.
    { ...prod, method: 'GET', paths: ['/pets', '/admin'], perMinute: 1.5 },
    { ...warehouse, method: 'GET', paths: ['/report'], perMinute: 6 },
    { ...warehouse, method: 'GET', paths: ['/stock'], perMinute: 12 },
    { ...warehouse, method: 'GET', paths: ['/legacy', '/printer'], perMinute: 1.5 },
  );
  return calls;
}
