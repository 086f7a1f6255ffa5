import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AddressGuard } from '@/lib/gateway';
import { invokeEndpoint } from './invoke-endpoint';

let server: http.Server;
let port = 0;
let asked = 0;
const REQUEST = {
  accountId: '000000000000',
  name: 'f',
  payload: '{}',
  type: 'RequestResponse',
  logTail: false,
} as const;

beforeAll(async () => {
  server = http.createServer((_req, res) => {
    asked += 1;
    res.end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => {
  asked = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const invoke = (host: string, guard: AddressGuard, isOwn?: boolean) =>
  invokeEndpoint(
    {
      ...{ functionId: 'f', accountId: REQUEST.accountId, name: 'f', headers: [] },
      ...{ origin: `http://${host}:${port}`, path: '/invoke' },
      ...(isOwn === undefined ? {} : { isOwn }),
    },
    REQUEST,
    5_000,
    guard,
  );

it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('a remote endpoint on %s is refused', async (host) => {
  await expect(invoke(host, new AddressGuard(false))).rejects.toThrow('GATEHOUSE_ALLOW_PRIVATE_BACKENDS');
  expect(asked).toBe(0);
});

it('a remote endpoint that is allowed answers', async () => {
  expect(await invoke('127.0.0.1', new AddressGuard([`127.0.0.1:${port}`]))).toMatchObject({ payload: '{"ok":true}' });
});

it('our own host answers without an allowance', async () => {
  expect(await invoke('127.0.0.1', new AddressGuard(false), true)).toMatchObject({ payload: '{"ok":true}' });
});
