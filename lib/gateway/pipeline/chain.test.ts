import { expect, it } from 'vitest';
import { chain } from './chain';
import type { Received } from './exchange';
import { matchRoute } from './steps/match-route';
import { parseRequest } from './steps/parse-request';
import { resolveApi } from './steps/resolve-api';
import { throttle } from './steps/throttle';

it('the compiler refuses a step before what it needs is known', () => {
  // @ts-expect-error: there is no stage before resolve-api
  chain<Received, object>().step(matchRoute);
  // @ts-expect-error: there is no route before match-route
  chain<Received, object>().step(resolveApi).step(parseRequest).step(throttle);
  const built = chain<Received, { isFast: boolean }>()
    .step(resolveApi)
    .step(matchRoute)
    .byRoute()
    .step(throttle, (route) => route.isFast)
    .end();
  expect(built.entry.map((step) => step.name)).toEqual(['resolve-api', 'match-route']);
  expect(built.stepsFor({ isFast: true }).map((step) => step.name)).toEqual(['throttle']);
  expect(built.stepsFor({ isFast: false })).toEqual([]);
});
