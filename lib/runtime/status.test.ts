import { describe, expect, it } from 'vitest';
import { CompileErrors } from './compile-errors';
import { DatabaseHealth } from './database-health';
import { renderPrometheus } from './prometheus';
import { CounterLedger } from './sinks/counter-ledger';
import { emptyPublication, PublishedState } from './source/published-state';
import { describeStatus, type StatusParts } from './status';
import { BackOff } from './supervisor/back-off';
import { toGatewayRequest } from './worker/test-request';

const worker = {
  ...{ id: 1, pid: 7, state: 'ready' as const, revision: 3, startedAt: '2026-01-01T00:00:00.000Z', restarts: 0 },
  ...{
    rssBytes: 1,
    inFlight: 0,
    dropped: { accessLogLines: 0, executionLogLines: 0, spans: 0, metricSeries: 0, traces: 0 },
  },
};
const error = { stageId: 's', apiId: 'api', stageName: 'prod', place: 'GET /', message: 'wrong' };
const parts: StatusParts = {
  ...{ expectedWorkers: 1, workers: [worker], others: [], compileErrors: [], revision: 3, url: 'http://here' },
  ...{ database: { reachable: true, since: new Date(0), message: '' }, databaseKind: 'sqlite' },
};
const node = {
  ...{ id: 'n', host: 'h', pid: 1, workers: 1, revision: 3, startedAt: new Date(0), lastSeenAt: new Date(0) },
  report: { url: 'http://there', workers: [worker], compileErrors: [] },
};

describe('describeStatus', () => {
  const judged = (extra: Partial<StatusParts>) => {
    const { state, message } = describeStatus({ ...parts, ...extra });
    return `${state} ${message}`;
  };

  it('says in one sentence what is wrong, the worst first', () => {
    expect(judged({})).toBe('running ');
    expect(
      judged({
        workers: [
          { ...worker, dropped: { accessLogLines: 1, executionLogLines: 0, spans: 0, metricSeries: 0, traces: 0 } },
        ],
      }),
    ).toBe('running 1 log line dropped.');
    expect(judged({ compileErrors: [error, { ...error, place: 'GET /x' }] })).toContain('degraded 1 stage could not');
    expect(judged({ workers: [worker, { ...worker, state: 'starting' }] })).toContain('degraded 1 gateway worker of 2');
    const gone = { reachable: false, since: new Date(0), message: 'ECONNREFUSED' };
    expect(judged({ database: gone, compileErrors: [error] })).toContain('degraded The database can’t be reached');
    expect(judged({ workers: [{ ...worker, state: 'dead' }] })).toContain('stopped No gateway worker is serving');
    expect(judged({ workers: [], expectedWorkers: 0 })).toContain('npm run gateway');
  });

  it('speaks for other nodes where none runs here', () => {
    const status = describeStatus({ ...parts, expectedWorkers: 0, workers: [], others: [node] });
    expect(status).toMatchObject({
      state: 'running',
      url: 'http://there',
      workers: [{ pid: 7 }],
      nodes: [{ id: 'n' }],
    });
  });

  it('tells an account of its own APIs’ errors only', () => {
    const others = [{ ...node, report: { ...node.report, compileErrors: [error] } }];
    const told = (restApiIds: ReadonlySet<string>) =>
      describeStatus({ ...parts, compileErrors: [error], others, restApiIds });
    expect(told(new Set(['other']))).toMatchObject({ state: 'running', message: '', compileErrors: [] });
    expect(told(new Set(['api']))).toMatchObject({ state: 'degraded', compileErrors: [{ apiId: 'api' }] });
  });

  it('names each error once', () => {
    const others = [{ ...node, report: { ...node.report, compileErrors: [error] } }];
    expect(describeStatus({ ...parts, compileErrors: [error], others }).compileErrors).toHaveLength(1);
  });
});

describe('CompileErrors', () => {
  it('are what the workers say now, each once', () => {
    const errors = new CompileErrors();
    const [one, two] = [{}, {}];
    errors.setWorker(one, [error]);
    errors.setWorker(two, [error, { ...error, place: 'GET /x' }]);
    expect(errors.all).toEqual([error, { ...error, place: 'GET /x' }]);
    errors.setWorker(two, []);
    errors.endWorker(one);
    expect(errors.all).toEqual([]);
  });

  it('keep what could not be read until it can, or is gone', () => {
    const errors = new CompileErrors();
    errors.note({ ...emptyPublication(1), full: true }, [error]);
    errors.note({ ...emptyPublication(2), removedStageIds: ['other'] }, []);
    expect(errors.all).toEqual([error]);
    errors.note({ ...emptyPublication(3), stages: [{ id: 's' } as never] }, []);
    expect(errors.all).toEqual([]);
    errors.note({ ...emptyPublication(4), full: true }, [error]);
    errors.note({ ...emptyPublication(5), removedStageIds: ['s'] }, []);
    expect(errors.all).toEqual([]);
  });
});

it('PublishedState adds up publications to what a new worker needs', () => {
  const state = new PublishedState();
  const key = (id: string) => ({ id }) as never;
  state.apply({ ...emptyPublication(1), full: true, apiKeys: [key('a'), key('b')], stages: [key('s')] });
  state.apply({ ...emptyPublication(2), apiKeys: [key('c')], removedApiKeyIds: ['a'] });
  expect(state.toPublication()).toMatchObject({ revision: 2, full: true, stages: [{ id: 's' }] });
  expect(state.toPublication().apiKeys).toEqual([{ id: 'b' }, { id: 'c' }]);
  state.apply({ ...emptyPublication(9), full: true });
  expect(state.toPublication()).toEqual({
    ...emptyPublication(9),
    full: true,
    functions: [],
    debugTokens: [],
    userPools: [],
    serviceRoles: [],
    domainNames: [],
    iamPrincipals: [],
  });
});

describe('DatabaseHealth', () => {
  it('is unreachable from a failure to the next success of the same kind', async () => {
    const health = new DatabaseHealth();
    await expect(health.watch('write', () => Promise.reject(new Error('locked')))).rejects.toThrow('locked');
    await health.watch('read', async () => 1);
    expect(health.current()).toMatchObject({ reachable: false, message: 'locked' });
    await health.watch('write', async () => 1);
    expect(health.current()).toMatchObject({ reachable: true, message: '' });
  });
});

it('CounterLedger keeps what ended workers have counted', () => {
  const ledger = new CounterLedger();
  const [one, two] = [{}, {}];
  ledger.set(one, { requests: 5 });
  ledger.set(one, { requests: 7 });
  ledger.set(two, { requests: 1, unresolved: 2 });
  ledger.endLife(one);
  ledger.endLife(one);
  expect(ledger.totals()).toEqual({ requests: 8, unresolved: 2 });
});

it('BackOff doubles up to its end and begins anew', () => {
  const backOff = new BackOff(50, 300);
  expect([1, 2, 3, 4, 5].map(() => backOff.next())).toEqual([50, 100, 200, 300, 300]);
  backOff.reset();
  expect(backOff.next()).toBe(50);
});

it('renderPrometheus writes the exposition format', async () => {
  const text = await renderPrometheus({
    ...{ stages: [], workers: [worker], restarts: 2, revision: 5, databaseReachable: true },
    ...{ dropped: { access_log_lines: 3 }, events: { clientsGone: 4 } },
  });
  expect(text).toContain('gatehouse_worker_restarts_total 2');
  expect(text).toContain('gatehouse_telemetry_dropped_total{kind="access_log_lines"} 3');
  expect(text).toContain('gatehouse_events_total{event="clients_gone"} 4');
  for (const line of text.split('\n')) expect(line).toMatch(/^$|^# (HELP|TYPE) |^\w+(\{.*\})? [\d.e+-]+$/);
});

describe('toGatewayRequest', () => {
  const method = { GET: {}, ANY: {} };
  const definition = {
    resources: [
      { id: 'r', path: '/a/{b}/{proxy+}', methods: method },
      { id: 'other', path: '/', methods: method },
    ],
  };
  const request = (extra: object) =>
    toGatewayRequest({
      ...{ definition, resourceId: 'r', httpMethod: 'GET', headers: [], body: '', stageVariables: {} },
      ...{ pathParameters: { b: 'x/y z', proxy: 'one/two three' }, queryString: '?q=1' },
      ...extra,
    } as never);

  it('fills the path in and keeps the one method', () => {
    expect(request({})).toMatchObject({
      ...{ method: 'GET', path: '/a/x%2Fy%20z/one/two%20three', query: 'q=1' },
      definition: { resources: [{ id: 'r', methods: { GET: {} } }] },
    });
    expect(request({ httpMethod: 'ANY', verb: 'PUT' }).method).toBe('PUT');
  });

  it('refuses a method that is not there', () => {
    expect(() => request({ resourceId: 'gone' })).toThrow('not in the definition');
  });
});
