// Functions that misbehave, called through a real gateway worker: the caller gets AWS's answer, the log names the cause,
// other functions go on being served, and neither the worker nor the function host minds.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LooseRoutes } from '@/lib/gateway/testing/definitions';
import type { Runtime } from '../runtime';
import { buildPrograms, Harness, type TestApi, until } from '../testing/harness';
import type { LocalFunction } from './model';
import { ACCOUNT, asyncHandler, functionOf } from './testing/function-harness';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;
let runtime: Runtime;
let api: TestApi;

beforeAll(async () => {
  programs = await buildPrograms(['gateway-worker', 'function-host', 'function-sandbox']);
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

const GOOD = asyncHandler('return { statusCode: 200, body: "good " + event.path }');

/** A gateway with a route for each function, by its name, and one for a function that does nothing wrong. */
async function serve(...functions: LocalFunction[]): Promise<void> {
  const all = [...functions, functionOf('good', GOOD)];
  runtime = await harness.startRuntime({
    functions: { load: async () => ({ full: true, functions: all, removedFunctionIds: [] }) },
    functionProcesses: 12,
  });
  const routes: Record<string, LooseRoutes[string]> = {};
  for (const { name } of all) {
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}/invocations`;
    routes[`GET /${name}`] = { integration: { type: 'AWS_PROXY', httpMethod: 'POST', uri } };
  }
  api = await harness.createApi(routes);
  await runtime.publish();
}

const call = (name: string) => harness.call(runtime.port, api, `/${name}`);

async function logOf(name: string): Promise<string> {
  const { lines } = await runtime.functions.logs({ functionId: `id-${name}`, limit: 10_000 });
  return lines.map(({ text }) => text).join('\n');
}

describe('a function that', () => {
  it.each<[string, LocalFunction, string, RegExp]>([
    [
      'spins is ended at its timeout',
      functionOf('bad', asyncHandler('for (;;);'), { timeoutMs: 1_000 }),
      'Sandbox.Timedout',
      /RequestId: \S+ Error: Task timed out after 1.00 seconds/,
    ],
    [
      'fills its heap is ended',
      functionOf(
        'bad',
        asyncHandler('const all = []; for (;;) all.push({ n: all.length, text: String(all.length) });'),
        {
          timeoutMs: 30_000,
        },
      ),
      'Runtime.OutOfMemory',
      /used more than its 128 MB of memory/,
    ],
    [
      'fills memory outside of its heap is ended',
      functionOf(
        'bad',
        asyncHandler(
          'const all = []; for (;;) { all.push(Buffer.alloc(4e6, 1)); await new Promise((r) => setTimeout(r, 5)); }',
        ),
        { timeoutMs: 30_000 },
      ),
      'Runtime.OutOfMemory',
      /used more than its 128 MB of memory/,
    ],
    [
      'starts a process fails',
      functionOf('bad', asyncHandler('require("child_process").fork(__filename)')),
      'Error',
      /Access to this API has been restricted/,
    ],
    [
      'exits is told so',
      functionOf('bad', asyncHandler('process.exit(3)')),
      'Runtime.ExitError',
      /RequestId: \S+ Error: Runtime exited with error: exit status 3/,
    ],
    [
      'ends itself without a reason is told so',
      functionOf('bad', asyncHandler('process.exit(0)')),
      'Runtime.ExitError',
      /Runtime exited without providing a reason/,
    ],
    [
      'writes into its runtime’s pipe is ended',
      functionOf(
        'bad',
        asyncHandler(
          'require("fs").writeSync(4, Buffer.alloc(64, 255)); await new Promise((r) => setTimeout(r, 2000))',
        ),
      ),
      'Runtime.ExitError',
      /wrote into a pipe of its runtime/,
    ],
  ])('%s', async (_, bad, errorType, message) => {
    await serve(bad);
    await call('good');
    const worker = (await runtime.status()).workers[0]?.pid;
    const host = runtime.functions.hostPid;
    const failing = call('bad');
    const others = await Promise.all(Array.from({ length: 20 }, () => call('good')));
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
    expect(await failing).toMatchObject({ status: 502, body: '{"message":"Internal server error"}' });
    const tested = await runtime.functions.invoke({
      ...{ accountId: ACCOUNT, name: 'bad', payload: '{}', type: 'RequestResponse', logTail: true },
    });
    expect(tested.functionError).toBe('Unhandled');
    expect(JSON.parse(tested.payload)).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    expect(tested.logTail).toContain(`Error Type: ${errorType}`);
    // Nobody else was harmed.
    expect((await call('good')).status).toBe(200);
    expect((await runtime.status()).workers[0]?.pid).toBe(worker);
    expect(runtime.functions.hostPid).toBe(host);
  });

  it.each([
    ['answers garbage', asyncHandler('return "garbage"')],
    ['answers nothing', asyncHandler('')],
    ['answers what cannot be JSON', asyncHandler('return { body: 1n }')],
  ])('%s is a bad gateway to its caller', async (_, source) => {
    await serve(functionOf('bad', source));
    expect(await call('bad')).toMatchObject({ status: 502, body: '{"message":"Internal server error"}' });
    expect((await call('good')).status).toBe(200);
  });

  it('prints 100 MB is served, its log is cut, and others go on', async () => {
    const source = asyncHandler(`
      for (let i = 0; i < 100; i++) console.log('x'.repeat(1e6));
      return { statusCode: 200, body: 'printed' };`);
    await serve(functionOf('bad', source, { timeoutMs: 30_000 }));
    const printing = call('bad');
    const others = await Promise.all(Array.from({ length: 50 }, () => call('good')));
    expect(others.every(({ status }) => status === 200)).toBe(true);
    expect(await printing).toMatchObject({ status: 200, body: 'printed' });
    const log = await logOf('bad');
    expect(log).toContain('The request printed more than 256 KB: the rest is not kept.');
    expect(log.length).toBeLessThan(1_000_000);
    expect(log).toMatch(/REPORT RequestId/);
  });

  it('goes on computing after its answer is ended, and starts anew for the next request', async () => {
    const source = asyncHandler(
      'setTimeout(() => { for (;;); }, 1); return { statusCode: 200, body: String(process.pid) };',
    );
    await serve(functionOf('bad', source));
    expect((await call('bad')).status).toBe(200);
    await until('its end', async () => (await runtime.functions.states(['id-bad']))[0]?.processes === 0, 40_000);
    expect(await logOf('bad')).toContain('went on computing after its answer');
    expect((await call('bad')).status).toBe(200);
  });

  it('does not load fails everyone who waits for it at once, with the reason in its log', async () => {
    await serve(functionOf('bad', 'throw new Error("no table configured");'));
    const answers = await Promise.all(Array.from({ length: 30 }, () => call('bad')));
    expect(answers.every(({ status }) => status === 502)).toBe(true);
    expect(await logOf('bad')).toContain('no table configured');
    const [state] = await runtime.functions.states(['id-bad']);
    expect(state?.initError).toBe('no table configured');
  });
});

describe('200 cold starts at once', () => {
  it('are served by as many processes as there may be, while a warm function goes on', async () => {
    const source = asyncHandler(`
      await new Promise((r) => setTimeout(r, 50));
      return { statusCode: 200, body: String(process.pid) };`);
    await serve(functionOf('cold', source));
    await call('good');
    const cold = Promise.all(Array.from({ length: 200 }, () => call('cold')));
    for (let i = 0; i < 20; i++) expect((await call('good')).status).toBe(200);
    const answers = await cold;
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ body }) => body)).size).toBeLessThanOrEqual(12);
  });
});

describe('when the function host is killed', () => {
  it('its sandboxes go with it, and the next request is served by its successor', async () => {
    await serve(functionOf('spin', asyncHandler('for (;;);'), { timeoutMs: 60_000 }));
    expect((await call('good')).status).toBe(200);
    const spinning = call('spin');
    await until('it spins', async () => (await runtime.functions.states(['id-spin']))[0]?.busy === 1);
    const host = runtime.functions.hostPid;
    process.kill(host, 'SIGKILL');
    expect((await spinning).status).toBe(500);
    await until('nobody of its group is left', () => !isGroupAlive(host));
    expect((await call('good')).status).toBe(200);
  });
});

function isGroupAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
