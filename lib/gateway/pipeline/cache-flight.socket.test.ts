// Concurrent misses: one fetch, whatever happens to the one who fetches.
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { openRaw, type RawConnection } from '../testing/raw-client';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;
let backend: Backend;
let port: number;
/** Backend requests that wait for the test to answer them. */
let held: ServerResponse[];
let onHeld: () => void;

beforeEach(async () => {
  held = [];
  onHeld = () => undefined;
  backend = await startBackend();
  backend.handle = (_req, res) => {
    held.push(res);
    onHeld();
  };
  gateway = startTestGateway();
  gateway.serve(
    { 'GET /a': { integration: { type: 'HTTP_PROXY', uri: backend.origin } } },
    { stage: { cacheClusterEnabled: true, cacheSizeBytes: 10_000_000 } },
  );
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
});

afterEach(async () => {
  await gateway.close(0);
  await backend.close();
});

it('one fetch answers everyone who waits', async () => {
  const clients = await ask(5);
  (held[0] as ServerResponse).end('once');
  for (const client of clients) expect(await client.response()).toMatchObject({ status: 200, body: 'once' });
  expect(held).toHaveLength(1);
  for (const client of clients) client.destroy();
});

it('the one who fetches goes away: the others get the answer all the same', async () => {
  const [leader, ...others] = await ask(3);
  leader?.destroy();
  await counted(() => gateway.services.counters.clientsGone === 1);
  (held[0] as ServerResponse).end('still');
  for (const client of others) expect(await client.response()).toMatchObject({ status: 200, body: 'still' });
  expect(held).toHaveLength(1);
  for (const client of others) client.destroy();
});

it('the fetch fails: everyone asks for himself', async () => {
  const clients = await ask(3);
  const asked = heldAre(3);
  (held[0] as ServerResponse).writeHead(500).end('failed');
  await asked;
  for (const res of held.slice(1)) res.end('own');
  const answers = await Promise.all(clients.map((client) => client.response()));
  expect(answers.map((it) => it.body).sort()).toEqual(['failed', 'own', 'own']);
  for (const client of clients) client.destroy();
});

it('an answer too large to keep still reaches the one who fetched, whole', async () => {
  const [client] = await ask(1);
  (held[0] as ServerResponse).end('x'.repeat(3_000_000));
  expect((await client?.response())?.body).toHaveLength(3_000_000);
  client?.destroy();
  const [again] = await ask(1, 2);
  (held[1] as ServerResponse).end('small');
  expect((await again?.response())?.body).toBe('small');
  again?.destroy();
});

it('a backend that breaks off in the body: 504, and nothing is kept', async () => {
  const [client] = await ask(1);
  const res = held[0] as ServerResponse;
  res.writeHead(200, ['Content-Length', '100']);
  res.write('half');
  res.once('drain', () => undefined);
  setImmediate(() => res.destroy());
  expect(await client?.response()).toMatchObject({ status: 504 });
  client?.destroy();
  const [again] = await ask(1, 2);
  (held[1] as ServerResponse).end('whole');
  expect((await again?.response())?.body).toBe('whole');
  again?.destroy();
});

it('flushing empties it', async () => {
  const [client] = await ask(1);
  (held[0] as ServerResponse).end('old');
  await client?.response();
  client?.destroy();
  gateway.flushCache('stage1');
  const [again] = await ask(1, 2);
  (held[1] as ServerResponse).end('new');
  expect((await again?.response())?.body).toBe('new');
  again?.destroy();
});

/** Sends `count` requests; resolves when the gateway has them all and the backend has been asked `calls` times. */
async function ask(count: number, calls = 1): Promise<RawConnection[]> {
  const asked = heldAre(calls);
  const before = gateway.services.counters.requests;
  const clients = await Promise.all(Array.from({ length: count }, () => openRaw(port)));
  for (const client of clients) client.write(`GET /prod/a HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
  await asked;
  await counted(() => gateway.services.counters.requests === before + count);
  return clients;
}

function heldAre(count: number): Promise<void> {
  return new Promise((resolve) => {
    onHeld = () => {
      if (held.length >= count) resolve();
    };
  });
}

async function counted(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
