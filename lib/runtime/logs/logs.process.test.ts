// What real workers leave about requests: lines that the runtime reads, and spans that a collector gets.
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { otlpSettings } from '../otlp/settings';
import { buildPrograms, Harness, until } from '../testing/harness';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;
beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

async function givenLoggedApi() {
  const api = await harness.createApi({ 'GET /pets': {} });
  await harness.database.db.stage.update({
    where: { id: api.stageId },
    data: { methodSettings: { '*/*': { loggingLevel: 'INFO' } } },
  });
  return api;
}

it('lines of all workers are read in one page; a full disk costs lines, which are counted, and no request', async () => {
  const runtime = await harness.startRuntime();
  const api = await givenLoggedApi();
  await runtime.publish();
  expect((await harness.call(runtime.port, api, '/pets')).status).toBe(200);
  const query = { apiId: api.id, logName: 'prod', limit: 100 } as const;
  const read = (kind: 'access' | 'execution') => runtime.readLog({ ...query, kind });
  await until('the lines to be written', async () => (await read('access')).lines.length === 1);
  const { lines, ...rest } = await read('execution');
  expect(lines[0]).toMatchObject({ level: 'INFO', text: 'Method completed with status: 200' });
  expect(lines.at(-1)?.text).toMatch(/^Extended Request Id: /);
  expect(rest).toMatchObject({ cursor: null, droppedLines: 0, unseenHosts: [] });
  expect(readFileSync(join(harness.dataDir, 'logs', '.id'), 'utf8')).toMatch(/^[0-9a-f-]{36}$/);

  const full = await givenLoggedApi();
  const folder = join(harness.dataDir, 'logs', full.id, 'prod');
  mkdirSync(folder, { recursive: true });
  for (const kind of ['access', 'execution']) symlinkSync('/dev/full', join(folder, `${kind}.1.log`));
  await runtime.publish();
  for (let i = 0; i < 5; i++) expect((await harness.call(runtime.port, full, '/pets')).status).toBe(200);
  await until('the drops to be counted', async () => (await read('access')).droppedLines === 5 * (1 + lines.length));
  expect((await harness.call(runtime.port, api, '/pets')).status).toBe(200);
  await until('the other API’s lines', async () => (await read('access')).lines.length === 2);
});

it('spans reach the collector that the environment names', async () => {
  const bodies: string[] = [];
  const collector = http.createServer((req, res) => {
    req.setEncoding('utf8');
    let body = '';
    req.on('data', (text: string) => {
      body += text;
    });
    req.on('end', () => {
      bodies.push(body);
      res.end('{}');
    });
  });
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done));
  try {
    const { port } = collector.address() as AddressInfo;
    const otlp = otlpSettings({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
    const runtime = await harness.startRuntime({ otlp });
    const api = await givenLoggedApi();
    await runtime.publish();
    await harness.call(runtime.port, api, '/pets');
    await until('the span', async () => bodies.length > 0);
    const [{ scopeSpans }] = JSON.parse(bodies[0] ?? '').resourceSpans;
    expect(scopeSpans[0].spans).toMatchObject([{ name: 'GET /pets', kind: 2 }]);
  } finally {
    collector.close();
    collector.closeAllConnections();
  }
});
