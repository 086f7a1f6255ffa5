// A rotated key's old value: another row with a value of its own that counts as the key.
import { expect, it } from 'vitest';
import { planOf, publicationOf } from '../testing/definitions';
import { keyWithValue, startTestGateway } from '../testing/test-gateway';

it('takes from the quota and the bucket of the key it came from, and ends when its overlap does', async () => {
  const gateway = startTestGateway();
  const { now } = gateway.clock;
  const quota = { limit: 4, period: 'DAY', offset: 0, startedAtMs: 0 } as const;
  gateway.serve(
    { 'GET /pets': { apiKeyRequired: true } },
    {
      usagePlans: [planOf({ quota })],
      apiKeys: [
        keyWithValue('new-value', { id: 'key1' }),
        keyWithValue('old-value', { id: 'key2', countsAsId: 'key1', expiresAtMs: now + 60_000 }),
      ],
    },
  );
  const call = async (value: string) => (await gateway.call('GET /pets', { headers: ['x-api-key', value] })).status;
  expect([await call('new-value'), await call('old-value'), await call('old-value')]).toEqual([200, 200, 200]);
  expect([await call('new-value'), await call('new-value'), await call('old-value')]).toEqual([200, 429, 429]);

  gateway.apply(publicationOf({ usagePlans: [planOf({ throttle: { rateLimit: 1, burstLimit: 2 } })] }));
  expect([await call('old-value'), await call('new-value'), await call('old-value')]).toEqual([200, 200, 429]);
  gateway.clock.now += 60_000;
  expect([await call('old-value'), await call('new-value')]).toEqual([403, 200]);
});
