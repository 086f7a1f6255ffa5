// A canary beside its stage: https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
import { describe, expect, it } from 'vitest';
import type { CanaryDefinition, StageDefinition } from '../model';
import { startBackend } from '../testing/backend';
import { apiOf, type Loose, type LooseRoutes, planOf, publicationOf, stageOf } from '../testing/definitions';
import { openRaw } from '../testing/raw-client';
import { HOST, keyWithValue, startTestGateway, type TestGateway } from '../testing/test-gateway';

const LOGGED =
  '{"id":"$context.requestId","stage":"$context.stage","status":$context.status,"isCanaryRequest":"$context.isCanaryRequest"}';

/** The same numbers in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The canary, the stage, the canary, the stage … */
function alternating(): () => number {
  let drawn = 0;
  return () => (drawn++ % 2 === 0 ? 0 : 0.999);
}

const answer = (headers: Readonly<Record<string, string>>, body = ''): LooseRoutes[string] => ({
  integration: {
    integrationResponses: [
      {
        statusCode: '200',
        selectionPattern: '',
        responseParameters: Object.fromEntries(
          Object.entries(headers).map(([name, source]) => [`method.response.header.${name}`, source]),
        ),
        responseTemplates: { 'application/json': body },
      },
    ],
  },
});

const SELF = answer(
  { 'X-Deployment': 'context.deploymentId', 'X-Canary': 'context.isCanaryRequest', 'X-Host': 'stageVariables.host' },
  'which',
);

function withCanary(
  canary: Loose<CanaryDefinition>,
  stage: Loose<StageDefinition> = {},
  [stable, next]: readonly [LooseRoutes, LooseRoutes] = [{ 'GET /a': SELF }, { 'GET /a': SELF }],
): StageDefinition {
  return stageOf(apiOf(stable), {
    deploymentId: 'stable',
    ...stage,
    canary: {
      deploymentId: 'next',
      definition: apiOf(next),
      percentTraffic: 50,
      stageVariableOverrides: {},
      useStageCache: false,
      ...canary,
    } as CanaryDefinition,
  });
}

function serve(gateway: TestGateway, stage: StageDefinition): void {
  expect(gateway.apply(publicationOf({ stages: [stage] })).errors).toEqual([]);
}

async function shareOf(gateway: TestGateway, requests: number): Promise<number> {
  let canary = 0;
  for (let i = 0; i < requests; i++) {
    if ((await gateway.call('GET /a')).headers['x-canary'] === 'true') canary += 1;
  }
  return canary / requests;
}

describe('a canary', () => {
  it.each([
    [0, 0, 0],
    [0.5, 0.001, 0.01],
    [10, 0.08, 0.12],
    [50, 0.47, 0.53],
    [100, 1, 1],
  ])('at %d percent answers that share of the requests, drawn one by one', async (percentTraffic, least, most) => {
    const gateway = startTestGateway({ random: seeded(7) });
    serve(gateway, withCanary({ percentTraffic }));
    const share = await shareOf(gateway, 4000);
    expect(share).toBeGreaterThanOrEqual(least);
    expect(share).toBeLessThanOrEqual(most);
  });

  it('has its deployment, and its variables over the stage’s', async () => {
    const gateway = startTestGateway({ random: alternating() });
    const [own, both] = [answer({ 'X-Own': 'stageVariables.own' }), answer({ 'X-Both': 'stageVariables.both' })];
    const routes = { 'GET /a': SELF, 'GET /own': own, 'GET /both': both };
    serve(
      gateway,
      withCanary(
        { stageVariableOverrides: { host: 'new', own: 'only here' } },
        { variables: { host: 'old', both: 'b' } },
        [routes, { ...routes, 'GET /new': {} }],
      ),
    );
    const [canary, stage] = [await gateway.call('GET /a'), await gateway.call('GET /a')];
    expect(canary.headers).toMatchObject({ 'x-deployment': 'next', 'x-canary': 'true', 'x-host': 'new' });
    expect(stage.headers).toMatchObject({ 'x-deployment': 'stable', 'x-canary': 'false', 'x-host': 'old' });
    expect((await gateway.call('GET /own')).headers['x-own']).toBe('only here');
    expect((await gateway.call('GET /own')).headers['x-own']).toBe('');
    expect((await gateway.call('GET /both')).headers['x-both']).toBe('b');
    expect((await gateway.call('GET /both')).headers['x-both']).toBe('b');
    expect((await gateway.call('GET /new')).status).toBe(200);
    expect((await gateway.call('GET /new')).status).toBe(403);
  });

  it('says nothing of itself where the stage has none', async () => {
    const gateway = startTestGateway({
      random: () => {
        throw new Error('Nothing is drawn for a stage without a canary.');
      },
    });
    gateway.serve({ 'GET /a': SELF }, { stage: { accessLogFormat: LOGGED } });
    expect((await gateway.call('GET /a')).headers).not.toHaveProperty('x-canary');
    expect(gateway.accessLog.join('')).toContain('"isCanaryRequest":"-"');
  });

  it('shares the stage’s throttle, and the quota of its keys', async () => {
    const gateway = startTestGateway({ random: alternating() });
    const settings = { throttlingRateLimit: 1, throttlingBurstLimit: 2 };
    serve(gateway, withCanary({}, { methodSettings: { '*/*': settings } }));
    const statuses = async (headers: string[] = []) => {
      const seen: number[] = [];
      for (let i = 0; i < 4; i++) seen.push((await gateway.call('GET /a', { headers })).status);
      return seen;
    };
    expect(await statuses()).toEqual([200, 200, 429, 429]);

    const paid: LooseRoutes = { 'GET /a': { ...SELF, apiKeyRequired: true } };
    const quota = { limit: 3, period: 'DAY', offset: 0, startedAtMs: 0 } as const;
    serve(gateway, withCanary({}, { methodSettings: {} }, [paid, paid]));
    gateway.apply(publicationOf({ usagePlans: [planOf({ quota })], apiKeys: [keyWithValue('k')] }));
    expect(await statuses(['x-api-key', 'k'])).toEqual([200, 200, 200, 429]);
  });

  describe('caches', () => {
    const cached: Loose<StageDefinition> = { cacheClusterEnabled: true, cacheSizeBytes: 1e6 };
    const numbered = (label: string) => answer({ 'X-From': `'${label}'` }, label);
    const routes = [{ 'GET /a': numbered('stable') }, { 'GET /a': numbered('next') }] as const;
    const six = async (gateway: TestGateway) => {
      const seen: (string | undefined)[] = [];
      for (let i = 0; i < 6; i++) seen.push((await gateway.call('GET /a')).headers['x-from']);
      return seen;
    };

    it('apart from the stage', async () => {
      const gateway = startTestGateway({ random: alternating() });
      serve(gateway, withCanary({}, cached, routes));
      expect(await six(gateway)).toEqual(['next', 'stable', 'next', 'stable', 'next', 'stable']);
      const stage = gateway.drainTelemetry().metrics.filter(({ resource }) => resource === '*');
      expect(stage.map(({ canary, cacheMiss, cacheHit }) => [canary, cacheMiss, cacheHit])).toEqual([
        [true, 1, 2],
        [false, 1, 2],
      ]);
      gateway.flushCache('stage1');
      await six(gateway);
      const afterFlush = gateway.drainTelemetry().metrics.filter(({ resource }) => resource === '*');
      expect(afterFlush.map(({ cacheMiss }) => cacheMiss)).toEqual([2, 2]);
    });

    it('together with the stage where its settings say so, and apart again when they no longer do', async () => {
      const gateway = startTestGateway({ random: alternating() });
      serve(gateway, withCanary({ useStageCache: true }, cached, routes));
      expect(new Set(await six(gateway))).toEqual(new Set(['next']));
      serve(gateway, withCanary({ useStageCache: false }, cached, routes));
      // The stage keeps the shared entry; the canary begins with nothing.
      expect(await six(gateway)).toEqual(['next', 'next', 'next', 'next', 'next', 'next']);
      const counts = gateway.drainTelemetry().metrics.filter(({ resource }) => resource === '*');
      expect(counts.map(({ cacheMiss }) => cacheMiss)).toEqual([2, 0]);
    });

    it('nothing that its removal leaves behind', async () => {
      const gateway = startTestGateway({ random: () => 0 });
      serve(gateway, withCanary({}, cached, routes));
      await six(gateway);
      expect([...gateway.services.caches.stats().keys()]).toEqual(['stage1', 'stage1/Canary']);
      serve(gateway, stageOf(apiOf(routes[0]), cached));
      expect([...gateway.services.caches.stats().keys()]).toEqual(['stage1']);
      serve(gateway, withCanary({}, cached, routes));
      gateway.apply(publicationOf({ removedStageIds: ['stage1'] }));
      expect(gateway.services.caches.stats().size).toBe(0);
    });
  });

  it('is counted and logged apart', async () => {
    const gateway = startTestGateway({ random: alternating() });
    serve(gateway, withCanary({}, { accessLogFormat: LOGGED }, [{ 'GET /a': SELF }, {}]));
    for (let i = 0; i < 6; i++) await gateway.call('GET /a');
    const { metrics } = gateway.drainTelemetry();
    expect(metrics.map(({ resource, canary, count, error4xx }) => ({ resource, canary, count, error4xx }))).toEqual([
      { resource: '*', canary: true, count: 3, error4xx: 3 },
      { resource: '*', canary: false, count: 3, error4xx: 0 },
      { resource: '/a', canary: false, count: 3, error4xx: 0 },
    ]);
    expect(gateway.accessLogNames.slice(0, 2)).toEqual(['api1/prod/Canary', 'api1/prod']);
    expect(gateway.accessLog.map((line) => JSON.parse(line.slice(25))).slice(0, 2)).toMatchObject([
      { stage: 'prod', status: 403, isCanaryRequest: 'true' },
      { stage: 'prod', status: 200, isCanaryRequest: 'false' },
    ]);
  });
});

describe('a canary that does not work', () => {
  const broken = apiOf({ 'GET /a': { integration: { type: 'HTTP', uri: 'ftp://x' } } });

  it.each([
    ['compile', broken, 'canary › GET /a › integration › uri', /ftp:\/\/x/],
    ['exist', null, 'canary › deployment', /^The deployment next is gone/],
  ])(
    'because its deployment does not %s leaves everything to the stage and is reported',
    async (_, definition, place, message) => {
      const gateway = startTestGateway({ random: () => 0 });
      serve(gateway, stageOf(apiOf({ 'GET /a': SELF }), { deploymentId: 'before' }));
      const stage = withCanary({ definition, percentTraffic: 100 });
      const { errors } = gateway.apply(publicationOf({ stages: [stage] }));
      expect(errors).toEqual([
        { stageId: 'stage1', apiId: 'api1', stageName: 'prod', place, message: expect.stringMatching(message) },
      ]);
      const { headers } = await gateway.call('GET /a');
      expect(headers).toMatchObject({ 'x-deployment': 'stable', 'x-canary': 'false' });

      // Publishing the same again neither forgets the error nor gives the canary traffic.
      expect(gateway.apply(publicationOf({ full: true, stages: [stage] })).errors).toHaveLength(1);
      serve(gateway, withCanary({ deploymentId: 'mended', percentTraffic: 100 }));
      expect((await gateway.call('GET /a')).headers['x-canary']).toBe('true');
    },
  );

  it('and a stage that does not either: both are reported, and what was served goes on', async () => {
    const gateway = startTestGateway({ random: () => 0 });
    serve(gateway, withCanary({ percentTraffic: 100 }));
    const { errors } = gateway.apply(
      publicationOf({ stages: [{ ...withCanary({ definition: broken }), deploymentId: 'x', definition: broken }] }),
    );
    expect(errors.map(({ place }) => place)).toEqual([
      'GET /a › integration › uri',
      'canary › GET /a › integration › uri',
    ]);
    expect((await gateway.call('GET /a')).headers).toMatchObject({ 'x-deployment': 'next', 'x-canary': 'true' });
  });
});

describe('moving a canary under load', () => {
  it('loses no request and mixes no two variants in one answer', async () => {
    const gateway = startTestGateway({ random: seeded(11) });
    const { port } = await gateway.listen({ host: '127.0.0.1', port: 0 });
    const backend = await startBackend();
    backend.handle = (req, res) => {
      setImmediate(() => res.writeHead(200, ['X-Asked', String(req.headers['x-deployment'])]).end());
    };
    const routes: LooseRoutes = {
      'GET /a': {
        integration: {
          type: 'HTTP',
          uri: backend.origin,
          requestParameters: { 'integration.request.header.X-Deployment': 'context.deploymentId' },
          integrationResponses: [
            {
              statusCode: '200',
              selectionPattern: '',
              responseParameters: {
                'method.response.header.X-Asked': 'integration.response.header.x-asked',
                'method.response.header.X-Answered': 'context.deploymentId',
                'method.response.header.X-Canary': 'context.isCanaryRequest',
              },
              responseTemplates: {},
            },
          ],
        },
      },
    };
    let current = { stage: 'd0', canary: 'd1' };
    const publish = (percentTraffic: number) =>
      serve(
        gateway,
        withCanary({ deploymentId: current.canary, percentTraffic }, { deploymentId: current.stage }, [routes, routes]),
      );
    publish(50);
    const counts = { true: 0, false: 0 };
    let isOver = false;
    const client = async () => {
      const connection = await openRaw(port);
      while (!isOver) {
        connection.write(`GET /prod/a HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
        const { status, headers } = await connection.response();
        expect(status).toBe(200);
        expect(headers['x-asked']).toBe(headers['x-answered']);
        counts[headers['x-canary'] as 'true' | 'false'] += 1;
      }
      connection.destroy();
    };
    const clients = Array.from({ length: 8 }, client);
    const total = () => counts.true + counts.false;
    for (let n = 2; n <= 50; n++) {
      const before = total();
      // A new deployment to the canary, a promotion, a new share: each is one publication.
      if (n % 3 === 0) current = { ...current, stage: current.canary };
      else current = { ...current, canary: `d${n}` };
      publish(n % 5 === 0 ? 0 : 50);
      while (total() < before + 8) await new Promise((resolve) => setImmediate(resolve));
    }
    isOver = true;
    await Promise.all(clients);
    expect(total()).toBeGreaterThanOrEqual(392);
    expect(counts.true).toBeGreaterThan(100);
    expect(counts.false).toBeGreaterThan(100);
    const counted = gateway.drainTelemetry().metrics.filter(({ resource }) => resource === '*');
    expect(counted.map(({ canary, count }) => [canary, count]).sort()).toEqual([
      [false, counts.false],
      [true, counts.true],
    ]);
    await gateway.close(0);
    await backend.close();
  });
});
