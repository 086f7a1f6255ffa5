import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LooseRoutes } from '../lib/gateway/testing/definitions';
import type { Runtime } from '../lib/runtime';
import { asyncHandler, functionOf } from '../lib/runtime/functions/testing/function-harness';
import { ACCOUNT, Harness, type TestApi } from '../lib/runtime/testing/harness';
import { accountThrottleSetting } from '../lib/store/publication';
import { ORDER_JSON, SMALL_JSON } from './documents';
import { LARGE_BYTES } from './download';
import { freePort, LOAD_CORE, pin, SERVER_CORE } from './machine';
import { backendConfig, ensureNginx, rivalConfig, startNginx } from './rivals/nginx';
import { type AccessKey, createSigners } from './signatures';
import { AUTHORIZER_ID, startTokenIssuer, type TokenIssuer } from './tokens';

/** Something that is measured. */
export interface Server {
  readonly origin: string;
  readonly pid: number;
}

export type Rival = 'nginx' | 'fastify' | 'http-proxy' | 'undici' | 'node';

export interface Gateway extends Server {
  readonly runtime: Runtime;
  readonly harness: Harness;
  /** "/fixed", "/proxy", "/order", "/mapped", "/function", "/large", "/full", "/cached", "/canary", "/twin", "/untraced", "/variables", "/people" and "/signed", each of an API. */
  path(scenario: string): string;
  /** Valid on "/full" and "/cached". */
  readonly apiKeys: readonly string[];
  /** May call "/signed". */
  readonly signers: readonly AccessKey[];
}

export interface Installation {
  readonly small: Gateway;
  /** 1,000 resources per API. */
  readonly manyResources: Gateway;
  /** 100,000 keys in one plan. */
  readonly manyKeys: Gateway;
  readonly rivals: ReadonlyMap<Rival, Server>;
  readonly tokens: TokenIssuer;
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Every item of an order, looked into and written anew. */
const ORDER_TEMPLATE = `#set($order = $input.path('$'))
{
  "requestId": "$context.requestId",
  "customer": $input.json('$.customer'),
  "lines": [
#foreach($item in $order.items)
    { "sku": "$item.sku", "text": "$util.escapeJavaScript($item.title)", "total": $item.quantity, "gift": $item.isGift }#if($foreach.hasNext),#end

#end
  ]
}`;
const MANY_RESOURCES = 1_000;
const MANY_KEYS = 100_000;
/** Callers at the same time, spread over all keys: as many in the small case, so that only the table's size differs. */
const USED_KEYS = 1_000;

export async function install(workDir: string): Promise<Installation> {
  pin(process.pid, LOAD_CORE);
  const cleanUps: (() => Promise<unknown> | unknown)[] = [];
  const notes: string[] = [];
  const hasNginx = ensureNginx();
  if (!hasNginx) notes.push('nginx is not installed and could not be: left out.');
  const keyPrefix = randomBytes(20).toString('hex');
  const apiKey = `${keyPrefix}0`;

  const backendPort = await freePort();
  const backend = `http://127.0.0.1:${backendPort}`;
  if (hasNginx) {
    const largeFile = join(workDir, 'large.bin');
    writeFileSync(largeFile, Buffer.alloc(LARGE_BYTES, 'x'));
    const nginx = await startNginx(workDir, 'backend', LOAD_CORE, backendConfig(backendPort, largeFile));
    cleanUps.push(() => nginx.stop());
  } else cleanUps.push((await startNode('backend.mjs', backendPort, backend, LOAD_CORE)).stop);

  const rivals = new Map<Rival, Server>();
  const programs: readonly (readonly [Rival, string])[] = [
    ['node', 'node-fixed.mjs'],
    ['undici', 'undici-proxy.mjs'],
    ['http-proxy', 'http-proxy.mjs'],
    ['fastify', 'fastify-http-proxy.mjs'],
  ];
  for (const [rival, program] of programs) {
    const port = await freePort();
    const { pid, stop } = await startNode(program, port, backend, SERVER_CORE);
    cleanUps.push(stop);
    rivals.set(rival, { origin: `http://127.0.0.1:${port}`, pid });
  }
  if (hasNginx) {
    const port = await freePort();
    const nginx = await startNginx(workDir, 'rival', SERVER_CORE, rivalConfig(port, backendPort, workDir, apiKey));
    cleanUps.push(() => nginx.stop());
    rivals.set('nginx', { origin: `http://127.0.0.1:${port}`, pid: nginx.pid });
  }

  const tokens = await startTokenIssuer();
  cleanUps.push(() => tokens.close());
  const small = await startGateway(backend, keyPrefix, { resources: 1, keys: USED_KEYS }, tokens);
  cleanUps.push(() => small.harness.close());
  const manyResources = await startGateway(backend, keyPrefix, { resources: MANY_RESOURCES, keys: USED_KEYS }, tokens);
  cleanUps.push(() => manyResources.harness.close());
  const manyKeys = await startGateway(backend, keyPrefix, { resources: 1, keys: MANY_KEYS }, tokens);
  cleanUps.push(() => manyKeys.harness.close());
  return {
    ...{ small, manyResources, manyKeys, rivals, tokens, notes },
    async close() {
      for (const cleanUp of cleanUps.reverse()) await cleanUp();
    },
  };
}

/** The product as `npm run gateway` runs it: one worker, the runtime beside it on the load's core. */
async function startGateway(
  backend: string,
  keyPrefix: string,
  size: Readonly<{ resources: number; keys: number }>,
  tokens: TokenIssuer,
): Promise<Gateway> {
  const harness = await Harness.open(fileURLToPath(new URL('../dist', import.meta.url)));
  const proxied = (uri: string) => ({ type: 'HTTP_PROXY', httpMethod: 'GET', uri }) as const;
  const others = (routes: LooseRoutes): LooseRoutes => ({
    ...routes,
    ...Object.fromEntries(Array.from({ length: size.resources - 1 }, (_, i) => [`GET /other${i}/{id}`, {}])),
  });
  const plain = await harness.createApi(
    others({
      'GET /fixed': {
        integration: {
          integrationResponses: [
            {
              ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
              responseTemplates: { 'application/json': '{"message":"hello"}' },
            },
          ],
        },
      },
      'GET /proxy': { integration: proxied(`${backend}/proxy`) },
      'GET /large': { integration: { ...proxied(`${backend}/large`), responseTransferMode: 'STREAM' } },
      'POST /order': { integration: { ...proxied(`${backend}/order`), httpMethod: 'POST' } },
      'POST /mapped': {
        integration: {
          ...{ type: 'HTTP', httpMethod: 'POST', uri: `${backend}/order` },
          requestTemplates: { 'application/json': ORDER_TEMPLATE },
          integrationResponses: [
            {
              ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
              responseTemplates: { 'application/json': ORDER_TEMPLATE },
            },
          ],
        },
      },
      'GET /function': { integration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: FUNCTION_URI } },
    }),
  );
  await harness.database.db.stage.update({ where: { id: plain.stageId }, data: { accessLogEnabled: false } });
  const full = await harness.createApi(
    others({ 'GET /full': { apiKeyRequired: true, integration: proxied(`${backend}/full`) } }),
  );
  const cached = await harness.createApi({ 'GET /cached': { integration: proxied(`${backend}/cached`) } });
  await harness.database.db.stage.update({
    where: { id: cached.stageId },
    data: {
      cacheClusterEnabled: true,
      accessLogEnabled: false,
      methodSettings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 3600 } },
    },
  });
  const canaryRoutes = others({ 'GET /canary': { integration: proxied(`${backend}/proxy`) } });
  const canary = await harness.createApi(canaryRoutes);
  await harness.setCanary(canary, canaryRoutes, 50);
  const variables = await harness.createApi(
    others({ 'GET /variables': { integration: proxied(`http://${'$'}{stageVariables.backend}/proxy`) } }),
  );
  await harness.database.db.stage.update({
    where: { id: variables.stageId },
    data: { variables: { backend: new URL(backend).host } },
  });
  const twin = await harness.createApi(others({ 'GET /twin': { integration: proxied(`${backend}/proxy`) } }));
  const untraced = await harness.createApi(others({ 'GET /untraced': { integration: proxied(`${backend}/proxy`) } }));
  await harness.database.db.stage.update({
    where: { id: untraced.stageId },
    data: { tracing: { samplePercent: 0.0001, maskedNames: [], maskedJsonPaths: [] } },
  });
  // As the plain one that they are compared with.
  await harness.database.db.stage.updateMany({
    where: { id: { in: [twin.stageId, untraced.stageId, canary.stageId, variables.stageId] } },
    data: { accessLogEnabled: false },
  });
  const people = await harness.createApi(
    others({
      'GET /people': {
        ...{ authorizationType: 'COGNITO_USER_POOLS', authorizerId: AUTHORIZER_ID },
        integration: proxied(`${backend}/proxy`),
      },
    }),
    { authorizers: tokens.authorizers },
  );
  await harness.database.db.stage.update({ where: { id: people.stageId }, data: { accessLogEnabled: false } });
  const signed = await harness.createApi(
    others({ 'GET /signed': { authorizationType: 'AWS_IAM', integration: proxied(`${backend}/proxy`) } }),
  );
  await harness.database.db.stage.update({ where: { id: signed.stageId }, data: { accessLogEnabled: false } });
  const signers = await createSigners(harness);
  const plan = { rateLimit: 1_000_000, burstLimit: 1_000_000, quotaLimit: 2_000_000_000, quotaPeriod: 'MONTH' };
  const key = await harness.createKey(full, plan, keyPrefix);
  const toValue = (number: number) => `${keyPrefix}${number}`;
  await harness.createManyKeys(key.planId, size.keys, toValue);

  // An account's 10,000 requests a second are not what is to be measured.
  await harness.database.db.setting.create({
    data: { key: accountThrottleSetting(ACCOUNT), value: { rateLimit: 1_000_000, burstLimit: 1_000_000 } },
  });
  const functions = [functionOf('hello', asyncHandler('return { statusCode: 200, body: "hello" }'))];
  const runtime = await harness.startRuntime({
    functions: { load: async () => ({ full: true, functions, removedFunctionIds: [] }) },
  });
  const { pid } = (await runtime.status()).workers[0] ?? { pid: 0 };
  pin(pid, SERVER_CORE);
  const apis: Readonly<Record<string, TestApi>> = {
    fixed: plain,
    proxy: plain,
    order: plain,
    mapped: plain,
    function: plain,
    large: plain,
    ...{ full, cached, canary, twin, untraced, variables, people, signed },
  };
  return {
    ...{ origin: `http://127.0.0.1:${runtime.port}`, pid, runtime, harness, signers },
    path: (scenario) => `/_aws/execute-api/${apis[scenario]?.id}/prod/${scenario}`,
    apiKeys: Array.from({ length: USED_KEYS }, (_, i) => toValue(i * Math.floor(size.keys / USED_KEYS))),
  };
}

const FUNCTION_URI = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:${ACCOUNT}:function:hello/invocations`;

async function startNode(program: string, port: number, backend: string, core: number) {
  const file = fileURLToPath(new URL(join('rivals', program), import.meta.url));
  const child = fork(file, [String(port), backend, SMALL_JSON, ORDER_JSON], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`${program} did not start.`)));
  });
  const pid = child.pid ?? 0;
  pin(pid, core);
  return { pid, stop: () => void child.kill('SIGKILL') };
}
