import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPrograms, until } from '../testing/harness';
import type { FunctionCode } from './model';
import { ACCOUNT, asyncHandler, FunctionHarness, functionOf, versionOf } from './testing/function-harness';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: FunctionHarness;

beforeAll(async () => {
  programs = await buildPrograms(['function-host', 'function-sandbox']);
});
afterAll(() => programs.remove());
beforeEach(() => {
  harness = new FunctionHarness(programs.folder);
});
afterEach(() => harness.close());

/** What one function answers to one event. */
async function answerOf(source: string, settings: Parameters<typeof functionOf>[2] = {}, event: unknown = { n: 1 }) {
  await harness.publish(functionOf('f', source, settings));
  return harness.invoke('f', event);
}

describe('handlers', () => {
  it.each([
    ['async', asyncHandler('return { got: event.n }'), { got: 1 }],
    ['with a callback', 'exports.handler = (event, context, done) => done(null, { got: event.n });', { got: 1 }],
    ['with a late callback', 'exports.handler = (e, c, done) => { setTimeout(() => done(null, 2), 5); };', 2],
    ['of the old kind', 'exports.handler = (e, context) => context.succeed(3);', 3],
    ['that return a promise by hand', 'exports.handler = () => Promise.resolve([4]);', [4]],
    ['that never answer', 'exports.handler = () => { setTimeout(() => {}, 5); };', null],
    ['that wait for what never comes', asyncHandler('await new Promise(() => {})'), null],
    ['that return nothing', asyncHandler(''), null],
    ['that answer twice', 'exports.handler = (e, c, done) => { done(null, 1); done(null, 2); };', 1],
    [
      'whose callback does not wait for a timer',
      'exports.handler = (e, c, done) => { c.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); done(null, 5); };',
      5,
    ],
    [
      'that write into a stream',
      'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write("[1,"); stream.end("2]"); });',
      [1, 2],
    ],
    [
      'that stream with HTTP metadata',
      `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' }, cookies: ['c=d'] });
        out.write('hello'); out.end();
      });`,
      {
        ...{ statusCode: 201, headers: { a: 'b' }, multiValueHeaders: { 'Set-Cookie': ['c=d'] } },
        ...{ body: 'hello', isBase64Encoded: false },
      },
    ],
  ])('answer: %s', async (_, source, expected) => {
    const { statusCode, functionError, value } = await answerOf(source);
    expect({ statusCode, functionError, value }).toEqual({
      statusCode: 200,
      functionError: undefined,
      value: expected,
    });
  });

  it('may be ES modules, and wait at their top level', async () => {
    const source = 'const n = await Promise.resolve(7); export const handler = async () => ({ n });';
    expect((await answerOf(source, { fileName: 'index.mjs' })).value).toEqual({ n: 7 });
  });

  it.each([
    ['throw', asyncHandler('throw new TypeError("no")'), 'TypeError', 'no'],
    ['throw at once', 'exports.handler = () => { throw new RangeError("sync"); };', 'RangeError', 'sync'],
    ['throw text', asyncHandler('throw "text"'), 'string', 'text'],
    ['give an error to the callback', 'exports.handler = (e, c, done) => done(new Error("cb"));', 'Error', 'cb'],
    ['fail by the context', 'exports.handler = (e, context) => context.fail(new Error("ctx"));', 'Error', 'ctx'],
    [
      'answer what is not JSON',
      asyncHandler('const a = {}; a.a = a; return a'),
      'Runtime.MarshalError',
      'Unable to stringify',
    ],
    ['answer too much', asyncHandler('return "x".repeat(7e6)'), 'Function.ResponseSizeTooLarge', 'exceeded maximum'],
    [
      'let a promise go',
      'exports.handler = () => { Promise.reject(new Error("lost")); setTimeout(() => {}, 100); };',
      'Runtime.UnhandledPromiseRejection',
      'lost',
    ],
    [
      'throw from a timer',
      'exports.handler = () => { setTimeout(() => { throw new Error("late"); }, 1); };',
      'Error',
      'late',
    ],
    ['do not load', 'throw new Error("at load")', 'Error', 'at load'],
    ['are not there', 'exports.other = 1;', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    ['can’t be parsed', 'exports.handler = (', 'Runtime.UserCodeSyntaxError', 'SyntaxError'],
    ['need what is not there', 'require("nothing-of-that-name")', 'Runtime.ImportModuleError', 'nothing-of-that-name'],
  ])('fail in the Node runtime’s words when they %s', async (_, source, errorType, message) => {
    const { statusCode, functionError, value } = await answerOf(source);
    expect({ statusCode, functionError }).toEqual({ statusCode: 200, functionError: 'Unhandled' });
    expect(value.errorType).toBe(errorType);
    expect(value.errorMessage).toContain(message);
    expect(value.trace).toEqual(expect.any(Array));
  });

  it('get Lambda’s context', async () => {
    const source = asyncHandler(
      'return { ...context, left: context.getRemainingTimeInMillis(), waits: context.callbackWaitsForEmptyEventLoop }',
    );
    const { value, requestId } = await answerOf(source);
    expect(value).toMatchObject({
      ...{ awsRequestId: requestId, functionName: 'f', functionVersion: '$LATEST', memoryLimitInMB: '128' },
      ...{ invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f', logGroupName: '/aws/lambda/f' },
      waits: true,
    });
    expect(value.left).toBeGreaterThan(2_000);
    expect(value.left).toBeLessThanOrEqual(3_000);
  });

  it('log as Lambda does', async () => {
    const source = asyncHandler(
      'console.log("a %d", 1); console.error({ b: 2 }); process.stdout.write("raw"); return 1',
    );
    const { requestId, logTail } = await answerOf(source);
    const lines = (logTail ?? '').trimEnd().split('\n');
    expect(lines[0]).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(lines[1]).toMatch(new RegExp(`^\\d{4}-.*Z\\t${requestId}\\tINFO\\ta 1$`));
    expect(lines[2]).toMatch(/\tERROR\t\{ b: 2 \}$/);
    expect(lines[3]).toBe('raw');
    expect(lines[4]).toBe(`END RequestId: ${requestId}`);
    expect(lines[5]).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms$/,
    );
  });
});

describe('code in a folder', () => {
  const files = (named: Readonly<Record<string, string>>): FunctionCode => {
    const path = mkdtempSync(join(harness.dataDir, 'code-'));
    for (const [name, text] of Object.entries(named)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    return { kind: 'directory', sha256: 'a'.repeat(64), path };
  };
  const DEPENDENCY = {
    'node_modules/plain/package.json': '{"name":"plain","main":"lib/main.js"}',
    'node_modules/plain/lib/main.js': 'exports.twice = (n) => 2 * n;',
    'node_modules/modern/package.json': '{"name":"modern","type":"module","exports":"./index.js"}',
    'node_modules/modern/index.js': 'export const thrice = (n) => 3 * n;',
  };

  it.each<[string, string, Readonly<Record<string, string>>, unknown]>([
    [
      'CommonJS with its dependencies',
      'index.handler',
      { 'index.js': 'const { twice } = require("plain"); exports.handler = async (e) => twice(e.n);' },
      2,
    ],
    [
      'ES modules by package.json, with theirs',
      'src/app.run',
      {
        'package.json': '{"type":"module"}',
        'src/app.js':
          'import { thrice } from "modern"; import plain from "plain"; import { readFileSync } from "node:fs"; export const run = async (e) => thrice(plain.twice(e.n)) + Number(readFileSync(new URL("../ten.txt", import.meta.url)));',
        'ten.txt': '10',
      },
      16,
    ],
    [
      'a handler within an object',
      'index.api.handler',
      { 'index.cjs': 'exports.api = { handler: async () => "deep" };' },
      'deep',
    ],
  ])('may be %s', async (_, handler, own, expected) => {
    const code = files({ ...DEPENDENCY, ...own });
    const definition = functionOf('f', '', { handler });
    await harness.publish({ ...definition, versions: definition.versions.map((version) => ({ ...version, code })) });
    expect((await harness.invoke('f', { n: 1 })).value).toBe(expected);
  });
});

describe('remote functions', () => {
  it('are invoked over their endpoint, signed where there are credentials', async () => {
    const seen: http.IncomingMessage[] = [];
    const server = http.createServer((req, res) => {
      seen.push(req);
      res.writeHead(200, { 'X-Amz-Executed-Version': '7', 'X-Amz-Function-Error': 'Unhandled' });
      res.end('{"errorMessage":"far away"}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const endpointUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`;
      const remote = {
        kind: 'remote',
        accountId: ACCOUNT,
        endpointUrl,
        remoteName: 'arn:aws:lambda:x:1:function:f',
      } as const;
      const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret', region: 'eu-west-1' };
      await harness.publish(
        { ...remote, id: 'r1', name: 'signed', credentials },
        { ...remote, id: 'r2', name: 'plain' },
      );
      expect(await harness.invoke('signed', {}, { qualifier: 'live' })).toMatchObject({
        ...{ statusCode: 200, functionError: 'Unhandled', executedVersion: '7', value: { errorMessage: 'far away' } },
      });
      await harness.invoke('plain');
      expect(seen.map(({ url }) => url)).toEqual([
        '/base/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax%3A1%3Afunction%3Af/invocations?Qualifier=live',
        '/base/2015-03-31/functions/arn%3Aaws%3Alambda%3Ax%3A1%3Afunction%3Af/invocations',
      ]);
      expect(seen[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/lambda\//);
      expect(seen[1]?.headers.authorization).toBeUndefined();
      // Nothing runs here for them.
      expect(harness.functions.hostPid).toBe(0);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('isolation', () => {
  it('gives a function its own environment and nothing of ours', async () => {
    const { value } = await answerOf(asyncHandler('return process.env'), {
      environment: { TABLE: 'pets', AWS_REGION: 'mars', NODE_OPTIONS: '--allow-child-process' },
    });
    expect(value).toMatchObject({
      ...{ TABLE: 'pets', AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: 'f', _HANDLER: 'index.handler' },
      ...{ AWS_LAMBDA_FUNCTION_VERSION: '$LATEST', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' },
    });
    expect(Object.keys(value).filter((name) => /GATE|DATABASE|NEXT|HOME|USER/.test(name))).toEqual([]);
  });

  it.each([
    ['read files outside of its code', 'require("fs").readFileSync("/etc/hostname")'],
    ['read its parent’s environment', 'require("fs").readFileSync("/proc/" + process.ppid + "/environ")'],
    ['look into the data directory', 'require("fs").readdirSync(require("path").join(__dirname, "..", "..", ".."))'],
    ['write files', 'require("fs").writeFileSync(__filename, "x")'],
    ['start processes', 'require("child_process").spawnSync("true")'],
    ['start threads', 'new (require("worker_threads").Worker)("1", { eval: true })'],
    ['signal other processes', 'process.kill(process.ppid, 0)'],
    ['reach Node’s internals', 'process.binding("fs")'],
    ['load addons', 'process.dlopen({ exports: {} }, "/lib/x.node")'],
    ['debug other processes', 'process._debugProcess(process.ppid)'],
    ['open the inspector', 'new (require("inspector").Session)().connect()'],
    ['follow its own links out', 'require("fs").symlinkSync("/etc", __dirname + "/etc")'],
  ])('does not let a function %s', async (_, code) => {
    const { value } = await answerOf(
      asyncHandler(`try { ${code}; return 'done' } catch (error) { return error.code }`),
    );
    expect(value).toBe('ERR_ACCESS_DENIED');
  });
});

describe('processes', () => {
  const WHO = 'let n = 0; exports.handler = async () => ({ pid: process.pid, n: ++n });';

  it('are reused while warm', async () => {
    await harness.publish(functionOf('f', WHO));
    const first = await harness.invoke('f');
    const second = await harness.invoke('f');
    expect(second.value).toEqual({ pid: first.value.pid, n: 2 });
    expect(await harness.functions.states(['id-f'])).toMatchObject([{ processes: 1, invocations: 2, coldStarts: 1 }]);
  });

  it('serve one request at a time, and there are as many as it takes', async () => {
    const held: http.ServerResponse[] = [];
    // Lets go when three requests are being served at the same time.
    const server = http.createServer((_, res) => {
      held.push(res);
      if (held.length === 3) for (const one of held) one.end('go');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as AddressInfo;
      const source = `let n = 0; exports.handler = async () => {
        n += 1;
        const seen = n;
        await fetch('http://127.0.0.1:${port}').then((answer) => answer.text());
        n -= 1;
        return { seen, pid: process.pid };
      };`;
      await harness.publish(functionOf('f', source, { timeoutMs: 40_000 }));
      const answers = await Promise.all([1, 2, 3].map(async () => (await harness.invoke('f')).value));
      expect(answers.map(({ seen }) => seen)).toEqual([1, 1, 1]);
      expect(new Set(answers.map(({ pid }) => pid)).size).toBe(3);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('that crash between two requests harm neither', async () => {
    const source = asyncHandler('setTimeout(() => { throw new Error("late"); }, 20); return process.pid');
    await harness.publish(functionOf('f', source));
    const first = await harness.invoke('f');
    await until('its end', async () => (await harness.functions.states(['id-f']))[0]?.processes === 0);
    const second = await harness.invoke('f');
    expect([first.functionError, second.functionError]).toEqual([undefined, undefined]);
    expect(second.value).not.toBe(first.value);
    expect(await harness.log('f')).toContain('Uncaught Exception');
  });

  it('are ended when nobody needs them', async () => {
    const short = new FunctionHarness(programs.folder, { idleMs: 50 });
    try {
      await short.publish(functionOf('f', WHO));
      await short.invoke('f');
      await until('no process', async () => (await short.functions.states(['id-f']))[0]?.processes === 0);
    } finally {
      await short.close();
    }
  });

  it('give way to another function’s when there is no more room', async () => {
    const small = new FunctionHarness(programs.folder, { maxProcesses: 1 });
    try {
      await small.publish(functionOf('a', asyncHandler('return "a"')), functionOf('b', asyncHandler('return "b"')));
      for (const name of ['a', 'b', 'a']) expect((await small.invoke(name)).value).toBe(name);
    } finally {
      await small.close();
    }
  });

  it('of new code replace the old ones, and stay warm when nothing changed', async () => {
    await harness.publish(functionOf('f', WHO));
    const before = (await harness.invoke('f')).value;
    await harness.publish({ ...functionOf('f', WHO), reservedConcurrency: 5 });
    expect((await harness.invoke('f')).value).toEqual({ pid: before.pid, n: 2 });
    await harness.publish(functionOf('f', WHO, { environment: { A: '1' } }));
    expect((await harness.invoke('f')).value.n).toBe(1);
  });

  it('come back when the function host dies, and requests wait for it', async () => {
    await harness.publish(functionOf('f', asyncHandler('return 1')));
    await harness.invoke('f');
    const pid = harness.functions.hostPid;
    process.kill(pid, 'SIGKILL');
    await until('another host', () => harness.functions.hostPid !== pid);
    expect((await harness.invoke('f')).value).toBe(1);
  });
});

describe('a function host that hangs', () => {
  it('is replaced', async () => {
    await harness.publish(functionOf('f', asyncHandler('return 1')));
    await harness.invoke('f');
    const pid = harness.functions.hostPid;
    process.kill(pid, 'SIGSTOP');
    await until('another host', () => harness.functions.hostPid !== pid, 30_000);
    expect((await harness.invoke('f')).value).toBe(1);
  });
});

describe('versions, aliases and limits', () => {
  it('finds what the qualifier names', async () => {
    const say = (text: string, version: string) => versionOf(asyncHandler(`return '${text}'`), {}, version);
    await harness.publish({
      ...functionOf('f', asyncHandler("return 'newest'")),
      versions: [say('newest', '$LATEST'), say('one', '1'), say('two', '2')],
      aliases: { live: '1' },
    });
    expect((await harness.invoke('f')).value).toBe('newest');
    expect(await harness.invoke('f', {}, { qualifier: '2' })).toMatchObject({ value: 'two', executedVersion: '2' });
    expect(await harness.invoke('f', {}, { qualifier: 'live' })).toMatchObject({ value: 'one', executedVersion: '1' });
    expect(await harness.invoke('f', {}, { qualifier: 'nope' })).toMatchObject({
      statusCode: 404,
      value: { Message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:nope' },
    });
  });

  it('throttles what exceeds the reserved concurrency', async () => {
    const source = asyncHandler('await new Promise((r) => setTimeout(r, event.ms)); return 1');
    await harness.publish(functionOf('f', source, { reservedConcurrency: 1 }));
    await harness.invoke('f', { ms: 0 });
    const [slow, refused] = await Promise.all([harness.invoke('f', { ms: 300 }), harness.invoke('f', { ms: 300 })]);
    expect([slow.statusCode, refused.statusCode].sort()).toEqual([200, 429]);
    const throttled = slow.statusCode === 429 ? slow : refused;
    expect(throttled.value).toEqual({
      ...{ Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User', message: 'Rate Exceeded.' },
    });
  });

  it('accepts events and runs them later', async () => {
    await harness.publish(functionOf('f', asyncHandler('console.log("ran " + event.n)')));
    expect(await harness.invoke('f', { n: 9 }, { type: 'Event' })).toMatchObject({ statusCode: 202, payload: '' });
    await until('its log', async () => (await harness.log('f')).includes('ran 9'));
  });

  it('says what is wrong with an event that is not JSON', async () => {
    await harness.publish(functionOf('f', asyncHandler('return 1')));
    const { statusCode, value } = await harness.invoke('f', {}, { payload: '{"a":' });
    expect(statusCode).toBe(400);
    expect(value.Message).toContain('Could not parse request body into json');
    expect((await harness.invoke('f')).value).toBe(1);
  });

  it('serves nobody who does not know its secret', async () => {
    const { functions } = await harness.publish(functionOf('f', asyncHandler('return 1')));
    const [endpoint] = functions;
    const answer = await fetch(`${endpoint?.origin}/2015-03-31/functions/${ACCOUNT}:f/invocations`, { method: 'POST' });
    expect(answer.status).toBe(403);
  });
});
