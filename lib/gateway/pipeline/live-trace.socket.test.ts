// Tracing over real sockets: streams stay streams, clients that leave are noticed, and pace is kept.
import http from 'node:http';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';
import type { TraceRecord } from './trace-record';

let backend: Backend;
let gateway: TestGateway;
let port: number;

beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
afterEach(async () => {
  backend.handle = null;
  await gateway.close(0);
});

async function start(): Promise<void> {
  gateway = startTestGateway();
  gateway.serve(
    {
      'ANY /{proxy+}': { integration: { type: 'HTTP_PROXY', uri: `http://\${stageVariables.backend}/{proxy}` } },
      'GET /stream': {
        integration: {
          ...{ type: 'HTTP_PROXY', uri: `http://\${stageVariables.backend}/stream` },
          responseTransferMode: 'STREAM',
        },
      },
    },
    {
      stage: {
        variables: { backend: backend.origin.replace('http://', '') },
        tracing: { samplePercent: 100, maskedNames: [], maskedJsonPaths: [] },
      },
    },
  );
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
}

async function untilTraced(): Promise<TraceRecord> {
  for (;;) {
    const [record] = gateway.services.traces.drain();
    if (record !== undefined) return record;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function request(path: string, body?: Buffer): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const call = http.request(
      {
        host: '127.0.0.1',
        port,
        path: `/prod${path}`,
        method: body === undefined ? 'GET' : 'POST',
        headers: { Host: HOST },
      },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, body: Buffer.concat(chunks) }));
        res.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

describe('a traced request over a socket', () => {
  it('streams: the client has the first chunk before the backend has sent the last', async () => {
    await start();
    let goOn: () => void = () => undefined;
    backend.handle = (_, res) => {
      res.write('first');
      goOn = () => res.end('last');
    };
    const text = await new Promise<string>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port, path: '/prod/stream', headers: { Host: HOST } }, (res) => {
          let all = '';
          res.on('data', (chunk: Buffer) => {
            all += chunk.toString();
            if (all === 'first') goOn();
          });
          res.on('end', () => resolve(all));
        })
        .on('error', reject);
    });
    expect(text).toBe('firstlast');
    expect(JSON.parse((await untilTraced()).detail)).toMatchObject({ response: { body: 'firstlast', bodyBytes: 9 } });
  });

  it('passes large bodies both ways unchanged', async () => {
    await start();
    const sent = Buffer.alloc(5_000_000, 'ab');
    backend.answer = { headers: ['Content-Type', 'application/octet-stream'], body: sent };
    const answer = await request('/large', sent);
    expect(answer.body.equals(sent)).toBe(true);
    expect(backend.seen.at(-1)?.bytes.equals(sent)).toBe(true);
    expect(JSON.parse((await untilTraced()).detail)).toMatchObject({
      request: { bodyBytes: 5_000_000, isBodyCut: true },
      response: { bodyBytes: 5_000_000, isBodyCut: true },
    });
    backend.answer = {};
  });

  it('of a client that leaves stops the backend and says so', async () => {
    await start();
    const stopped = new Promise<void>((resolve) => {
      backend.handle = (req, res) => {
        res.on('close', () => resolve());
        socket.destroy();
        req.resume();
      };
    });
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.write(`GET /prod/slow HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
    });
    await stopped;
    expect(await untilTraced()).toMatchObject({ status: 499, path: '/slow' });
  });
});
