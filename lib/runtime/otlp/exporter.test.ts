// A gateway with its exporter, a backend and a collector: real sockets between all of them.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Backend, startBackend } from '@/lib/gateway/testing/backend';
import { startTestGateway, type TestGateway } from '@/lib/gateway/testing/test-gateway';
import { OtlpExporter } from './exporter';
import { otlpSettings } from './settings';

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: { stringValue?: string; intValue?: string } }[];
  readonly status: { readonly code?: number };
}

const cleanUps: (() => unknown)[] = [];
let backend: Backend;
let collector: { url: string; spans: SentSpan[]; posts: http.IncomingHttpHeaders[]; resources: unknown[] };
/** One after the other; then 200. */
let answers: { status: number; body?: string }[];

beforeEach(async () => {
  backend = await startBackend();
  answers = [];
  const posts: http.IncomingHttpHeaders[] = [];
  const spans: SentSpan[] = [];
  const resources: unknown[] = [];
  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      posts.push(req.headers);
      const { status, body = '{}' } = answers.shift() ?? { status: 200 };
      if (status === 200) {
        const [{ resource, scopeSpans }] = JSON.parse(Buffer.concat(chunks).toString('utf8')).resourceSpans;
        resources.push(resource);
        spans.push(...scopeSpans[0].spans);
      }
      res.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  collector = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, posts, resources };
  cleanUps.push(
    () => backend.close(),
    () => server.close(),
    () => server.closeAllConnections(),
  );
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function start(vars: Readonly<Record<string, string>> = {}): {
  gateway: TestGateway;
  exporter: OtlpExporter;
  troubles: string[];
} {
  const settings = otlpSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...vars });
  if (settings === undefined) throw new Error('no settings');
  const troubles: string[] = [];
  const exporter = new OtlpExporter({ ...settings, firstRetryMs: 1, onTrouble: (message) => troubles.push(message) });
  const gateway = startTestGateway({ spans: exporter });
  gateway.serve({
    'GET /pets/{petId}': { integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/backend?secret=1` } },
    'GET /down': { integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:9/' } },
    'GET /mock': {},
  });
  cleanUps.push(
    () => exporter.close(),
    () => gateway.close(0),
  );
  return { gateway, exporter, troubles };
}

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const sent = (header: string) => ({ headers: ['X-Amzn-Trace-Id', header] });
const traceHeader = (): string => {
  const headers = backend.seen.at(-1)?.headers ?? [];
  return headers[headers.indexOf('X-Amzn-Trace-Id') + 1] ?? '';
};
const attributeOf = (span: SentSpan | undefined, key: string) => {
  const value = span?.attributes.find((it) => it.key === key)?.value;
  return value?.stringValue ?? (value?.intValue === undefined ? undefined : Number(value.intValue));
};

it('a request is a span, and its call to the backend one below it, in the trace of whoever called', async () => {
  const { gateway, exporter } = start({ OTEL_EXPORTER_OTLP_HEADERS: 'x-token=t', OTEL_SERVICE_NAME: 'edge' });
  await gateway.call('GET /pets/7?secret=1', sent(`Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`));
  await exporter.flush();
  expect(collector.posts).toMatchObject([{ 'content-type': 'application/json', 'x-token': 't' }]);
  expect(collector.resources).toEqual([{ attributes: [{ key: 'service.name', value: { stringValue: 'edge' } }] }]);
  const [server, client] = collector.spans;
  expect(server).toMatchObject({
    ...{ traceId: '5759e988bd862e3fe1be46a994272793', parentSpanId: '53995c3f42cd8ad8', name: 'GET /pets/{petId}' },
    ...{ kind: 2, status: {}, startTimeUnixNano: `${gateway.clock.now}000000` },
  });
  expect(client).toMatchObject({ traceId: server?.traceId, parentSpanId: server?.spanId, name: 'GET', kind: 3 });
  expect(traceHeader()).toBe(`Root=${ROOT};Parent=${client?.spanId};Sampled=1`);
  expect(new Set([server?.spanId, client?.spanId, '53995c3f42cd8ad8']).size).toBe(3);
  expect(attributeOf(server, 'http.route')).toBe('/pets/{petId}');
  expect(attributeOf(server, 'http.response.status_code')).toBe(200);
  expect(attributeOf(server, 'gatehouse.stage')).toBe('prod');
  expect(attributeOf(client, 'url.full')).toBe(`${backend.origin}/backend`);
  expect(BigInt(client?.startTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(server?.startTimeUnixNano ?? 0));
  expect(BigInt(client?.endTimeUnixNano ?? 0)).toBeLessThanOrEqual(BigInt(server?.endTimeUnixNano ?? 0));
  expect(JSON.stringify(collector.spans)).not.toContain('secret');
});

it('failures, and answers without a backend', async () => {
  const { gateway, exporter } = start();
  await gateway.call('GET /down');
  await gateway.call('GET /mock');
  await gateway.call('GET /nowhere');
  await exporter.flush();
  expect(
    collector.spans.map(({ name, status, parentSpanId }) => [name, status.code, parentSpanId === undefined]),
  ).toEqual([
    ['GET /down', 2, true],
    ['GET', 2, false],
    ['GET /mock', undefined, true],
    ['GET', undefined, true],
  ]);
  expect(attributeOf(collector.spans[0], 'error.type')).toBe('INTEGRATION_FAILURE');
  expect(attributeOf(collector.spans[3], 'error.type')).toBe('MISSING_AUTHENTICATION_TOKEN');
});

it('is not made where the caller, or the ratio, says no', async () => {
  const { gateway, exporter } = start();
  await gateway.call('GET /pets/7', sent(`Root=${ROOT};Sampled=0`));
  expect(traceHeader()).toBe(`Root=${ROOT};Sampled=0`);
  const none = start({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' });
  await none.gateway.call('GET /pets/7');
  expect(traceHeader()).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  await exporter.flush();
  await none.exporter.flush();
  expect(collector.spans).toEqual([]);
  await none.gateway.call('GET /pets/7', sent(`Root=${ROOT};Sampled=1`));
  await none.exporter.flush();
  expect(collector.spans).toHaveLength(2);
});

it('a ratio is kept, and every gateway decides alike', () => {
  const { exporter } = start({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' });
  const roots = Array.from(
    { length: 400 },
    (_, i) => `1-5759e988-${(i * 0xa3d70a3d70).toString(16).padStart(24, '0').slice(-24)}`,
  );
  const wanted = roots.filter((root) => exporter.wants(root, undefined));
  expect(wanted.length).toBeGreaterThan(0);
  expect(wanted.length).toBeLessThan(400);
  expect(roots.filter((root) => exporter.wants(root, true))).toEqual(wanted);
  expect(exporter.wants('1-5759e988-bd862e3fe1be400000000000', undefined)).toBe(false);
  expect(exporter.wants('1-5759e988-bd862e3fe1be3fffffffffff', undefined)).toBe(true);
});

it('what does not fit is dropped and counted; batches are bounded', async () => {
  const { gateway, exporter } = start({ OTEL_BSP_MAX_QUEUE_SIZE: '5', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2' });
  for (let i = 0; i < 10; i++) await gateway.call('GET /mock');
  await exporter.flush();
  await exporter.flush();
  expect(collector.spans.length + exporter.dropped).toBe(10);
  expect(collector.posts.length).toBeGreaterThanOrEqual(Math.ceil(collector.spans.length / 2));
  const span = { traceId: 't', spanId: 's', parentId: '', name: '', kind: 'server', startMs: 0, endMs: 0 } as const;
  const before = exporter.dropped;
  for (let i = 0; i < 20; i++) exporter.take({ ...span, isError: false, attributes: {} });
  expect(exporter.dropped).toBeGreaterThanOrEqual(before + 13);
});

it('is sent again while the collector is busy, and given up when it refuses or is gone', async () => {
  const { gateway, exporter, troubles } = start();
  answers = [{ status: 503 }, { status: 429 }];
  await gateway.call('GET /mock');
  await exporter.flush();
  expect(collector.spans).toHaveLength(1);
  expect([collector.posts.length, exporter.dropped]).toEqual([3, 0]);

  answers = [{ status: 400 }];
  await gateway.call('GET /mock');
  await exporter.flush();
  expect([collector.posts.length, exporter.dropped]).toEqual([4, 1]);

  answers = [{ status: 200, body: '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"no"}}' }];
  await gateway.call('GET /mock');
  await exporter.flush();
  expect(exporter.dropped).toBe(2);
  expect(troubles).toEqual(['Spans can’t be sent, and are dropped: status 400', 'Spans are being taken again.']);

  const gone = start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  expect((await gone.gateway.call('GET /mock')).status).toBe(200);
  await gone.exporter.flush();
  expect(gone.exporter.dropped).toBe(1);
  expect(gone.troubles).toHaveLength(1);
});

it('a collector that never answers does not keep a worker from ending', async () => {
  const silent = http.createServer(() => undefined);
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  cleanUps.push(
    () => silent.close(),
    () => silent.closeAllConnections(),
  );
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const { gateway, exporter } = start({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1' });
  for (let i = 0; i < 3; i++) await gateway.call('GET /mock');
  // Its timeout is 10 seconds, the test's 5.
  await exporter.close();
  expect(exporter.dropped).toBe(3);
});

it('without a collector requests have no spans and headers stay as they were', async () => {
  const gateway = startTestGateway();
  gateway.serve({ 'GET /a': { integration: { type: 'HTTP_PROXY', uri: backend.origin } } });
  await gateway.call('GET /a', sent(`Root=${ROOT};Self=x;Sampled=1`));
  expect(traceHeader()).toBe(`Root=${ROOT};Self=x;Sampled=1`);
  expect(gateway.services.spans).toBeNull();
  await gateway.close(0);
});
