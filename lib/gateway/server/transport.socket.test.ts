// The connection itself: order, pace, ends and limits, whatever is sent over it.
import { spawn } from 'node:child_process';
import net from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRaw, sendRaw } from '../testing/raw-client';
import { type RoughBackend, startRoughBackend } from '../testing/rough-backend';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;
let backend: RoughBackend;
let port: number;

const ROUTES = () => ({
  'GET /mock': {},
  'POST /mock': { integration: { requestTemplates: {} } },
  'ANY /p/{proxy+}': {
    integration: {
      type: 'HTTP_PROXY' as const,
      uri: `${backend.origin}/{proxy}`,
      responseTransferMode: 'STREAM' as const,
    },
  },
});

beforeAll(async () => {
  backend = await startRoughBackend();
  gateway = startTestGateway();
  gateway.serve(ROUTES());
  ({ port } = await gateway.listen({ host: '127.0.0.1', port: 0 }));
});

afterEach(async () => {
  for (const socket of backend.open) socket.destroy();
  await backend.allClosed();
});

afterAll(async () => {
  await gateway.close(0);
  await backend.close();
});

const head = (line: string, ...headers: string[]): string =>
  `${[`${line} HTTP/1.1`, `Host: ${HOST}`, ...headers].join('\r\n')}\r\n\r\n`;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await turn();
};
const counters = () => gateway.services.counters;
/** Answers each request with its target. */
const echo = (): void => {
  backend.onRequest = (socket, text) => {
    const body = text.split(' ', 2)[1] ?? '';
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  };
};

describe('requests', () => {
  it('may come byte by byte', async () => {
    echo();
    const connection = await openRaw(port);
    connection.socket.setNoDelay(true);
    for (const byte of head('POST /prod/p/bytes', 'Transfer-Encoding: chunked')) {
      connection.write(byte);
      await turn();
    }
    for (const byte of '2;a=b\r\nhi\r\n0\r\nX: y\r\n\r\n') {
      connection.write(byte);
      await turn();
    }
    expect(await connection.response()).toMatchObject({ status: 200, body: '/bytes' });
    connection.destroy();
  });

  it('that come while one is answered are answered after it, in order, however many they are', async () => {
    const answers: (() => void)[] = [];
    backend.onRequest = (socket, text) => {
      const body = text.split(' ', 2)[1] ?? '';
      answers.push(() => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
    };
    const connection = await openRaw(port);
    const count = 3000;
    const rest = Array.from({ length: count }, (_, i) => head(i % 2 === 0 ? `GET /prod/no/${i}` : 'GET /prod/mock'));
    connection.write(head('GET /prod/p/first') + rest.join(''));
    await until(() => answers.length === 1);
    const served = counters().requests;
    for (let i = 0; i < 50; i++) await turn();
    expect(counters().requests).toBe(served);
    answers[0]?.();
    expect((await connection.response()).body).toBe('/first');
    for (let i = 0; i < count; i++) expect((await connection.response()).status).toBe(i % 2 === 0 ? 403 : 200);
    connection.destroy();
  });

  it('that are bad leave the answer before them alone', async () => {
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      backend.onRequest = (socket) => {
        release = () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        resolve();
      };
    });
    const connection = await openRaw(port);
    connection.write(`${head('GET /prod/p/first')}bad\r\n\r\n${head('GET /prod/mock')}`);
    await asked;
    release();
    expect((await connection.response()).body).toBe('ok');
    expect((await connection.response()).status).toBe(400);
    await connection.closed;
    expect(connection.rest()).toBe('');
  });

  it('that would like another protocol are answered in this one', async () => {
    const connection = await openRaw(port);
    connection.write(head('GET /prod/mock', 'Connection: Upgrade', 'Upgrade: websocket') + head('GET /prod/nope'));
    expect((await connection.response()).status).toBe(200);
    expect((await connection.response()).status).toBe(403);
    connection.destroy();
  });

  it('are answered no faster than their sender reads', async () => {
    const socket = net.connect(port, '127.0.0.1');
    const before = counters().requests;
    let isFull = false;
    while (!isFull) {
      isFull = !socket.write(head('GET /prod/nope').repeat(500));
      await turn();
    }
    // What is answered is what fits into the sockets; the rest waits.
    let sent = 0;
    while (sent < 200) {
      socket.write(head('GET /prod/nope').repeat(500));
      sent += 1;
    }
    await stopsGrowing(() => counters().requests);
    expect(counters().requests - before).toBeLessThan(100_000);
    expect(socket.writableLength).toBeGreaterThan(1_000_000);
    socket.destroy();
  });
});

describe('bodies', () => {
  it('are taken no faster than the backend reads', async () => {
    backend.onRequest = (socket) => void socket.pause();
    const socket = net.connect(port, '127.0.0.1');
    socket.write(head('POST /prod/p/x', `Content-Length: ${10_000_000}`));
    socket.write(Buffer.alloc(9_000_000));
    await until(() => backend.open.size > 0);
    await stopsGrowing(() => socket.bytesWritten - socket.writableLength);
    expect(socket.writableLength).toBeGreaterThan(0);
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(200_000_000);
    socket.destroy();
  });

  it('whose answer came early are read away, and the next request is the next', async () => {
    const connection = await openRaw(port);
    connection.write(`${head('POST /prod/nope', 'Transfer-Encoding: chunked')}5\r\nhe`);
    expect(await connection.response()).toMatchObject({ status: 403, headers: { connection: 'keep-alive' } });
    connection.write(`llo\r\n0\r\n\r\n${head('GET /prod/mock')}`);
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
  });

  it('that are too long end their connection some seconds after the answer', async () => {
    const quick = startTestGateway({ timeouts: { checkIntervalMs: 50 } });
    quick.serve(ROUTES());
    const { port: quickPort } = await quick.listen({ host: '127.0.0.1', port: 0 });
    const connection = await openRaw(quickPort);
    connection.write(head('POST /prod/mock', 'Content-Length: 20000000'));
    expect((await connection.response()).status).toBe(413);
    await connection.closed;
    expect(connection.rest()).toBe('');
    await quick.close(0);
  });
});

describe('answers', () => {
  it('of any size reach a slow reader whole', async () => {
    const large = startTestGateway();
    large.serve(
      { 'GET /large': { integration: { type: 'HTTP_PROXY', uri: backend.origin } } },
      { stage: { cacheClusterEnabled: true, cacheSizeBytes: 10_000_000 } },
    );
    const { port: largePort } = await large.listen({ host: '127.0.0.1', port: 0 });
    const size = 900_001;
    backend.onRequest = (socket) =>
      void socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n${'\u00e9'.repeat(size)}`, 'latin1');
    for (let i = 0; i < 2; i++) {
      const socket = net.connect({ port: largePort, host: '127.0.0.1' });
      socket.write(head('GET /prod/large') + head('GET /prod/nope', 'Connection: close'));
      const chunks: Buffer[] = [];
      for await (const chunk of socket) {
        chunks.push(chunk as Buffer);
        await turn();
      }
      const text = Buffer.concat(chunks).toString('latin1');
      const bodyAt = text.indexOf('\r\n\r\n') + 4;
      expect(text.slice(bodyAt, bodyAt + size)).toBe('\u00e9'.repeat(size));
      expect(text.slice(bodyAt + size)).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    }
    await large.close(0);
  });

  it('of unknown length end with the connection where the client speaks HTTP/1.0', async () => {
    let finish: () => void = () => undefined;
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
      finish = () => socket.write('6\r\nsecond\r\n0\r\n\r\n');
    };
    const connection = await openRaw(port);
    connection.write(`GET /prod/p/x HTTP/1.0\r\nHost: ${HOST}\r\nConnection: keep-alive\r\n\r\n`);
    await until(() => connection.rest().includes('first'));
    finish();
    await connection.closed;
    expect(connection.rest()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\nConnection: close\r\n\r\nfirstsecond$/);
    expect(connection.rest()).not.toMatch(/transfer-encoding/i);
  });

  it('of known length keep a connection of HTTP/1.0 that asks for it', async () => {
    const connection = await openRaw(port);
    for (let i = 0; i < 2; i++) {
      connection.write(`GET /prod/mock HTTP/1.0\r\nHost: ${HOST}\r\nConnection: keep-alive\r\n\r\n`);
      expect(await connection.response()).toMatchObject({ status: 200, headers: { connection: 'keep-alive' } });
    }
    connection.destroy();
  });

  it('tell how long a connection is kept', async () => {
    const answer = await sendRaw(port, head('GET /prod/mock'));
    expect(answer.headers).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=72' });
  });

  it('to a HEAD that stream have no body', async () => {
    backend.onRequest = (socket) => void socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    const connection = await openRaw(port);
    connection.write(head('HEAD /prod/p/x') + head('GET /prod/nope'));
    expect((await connection.response({ isHead: true })).status).toBe(200);
    expect((await connection.response()).status).toBe(403);
    connection.destroy();
  });
});

describe('a client that sends no more', () => {
  it('in the middle of its headers: 400', async () => {
    const connection = await openRaw(port);
    connection.socket.end('GET /prod/mock HTTP/1.1\r\nHo');
    expect(await connection.response()).toMatchObject({ status: 400, headers: { connection: 'close' } });
    await connection.closed;
  });

  it('in the middle of its body: 400, and the backend’s request is aborted', async () => {
    const asked = new Promise<void>((resolve) => {
      backend.onRequest = () => resolve();
    });
    const connection = await openRaw(port);
    connection.write(`${head('POST /prod/p/x', 'Content-Length: 10')}hello`);
    await asked;
    connection.socket.end();
    expect((await connection.response()).status).toBe(400);
    await connection.closed;
    await backend.allClosed();
    expect(counters().inFlight).toBe(0);
  });

  it('between two requests: nothing is said', async () => {
    const connection = await openRaw(port);
    connection.write(head('GET /prod/mock'));
    await connection.response();
    connection.socket.end();
    await connection.closed;
    expect(connection.rest()).toBe('');
  });

  it('while it waits for its answer: it went away', async () => {
    const before = counters().clientsGone;
    const asked = new Promise<void>((resolve) => {
      backend.onRequest = () => resolve();
    });
    const connection = await openRaw(port);
    connection.write(head('GET /prod/p/x'));
    await asked;
    connection.socket.end();
    await connection.closed;
    await backend.allClosed();
    expect(counters()).toMatchObject({ clientsGone: before + 1, inFlight: 0 });
  });
});

describe('time', () => {
  it('ends a connection on which nothing comes: 408; an idle one: without a word', async () => {
    const quick = startTestGateway({ timeouts: { headersMs: 200, keepAliveMs: 400, checkIntervalMs: 20 } });
    quick.serve(ROUTES());
    const { port: quickPort } = await quick.listen({ host: '127.0.0.1', port: 0 });
    const silent = await openRaw(quickPort);
    expect((await silent.response()).status).toBe(408);
    await silent.closed;
    const idle = await openRaw(quickPort);
    idle.write(head('GET /prod/mock'));
    expect((await idle.response()).status).toBe(200);
    const since = performance.now();
    await idle.closed;
    expect(performance.now() - since).toBeGreaterThan(399);
    expect(idle.rest()).toBe('');
    await quick.close(0);
  });

  it('that a body takes is limited, also after its answer', async () => {
    const quick = startTestGateway({ timeouts: { requestMs: 200, checkIntervalMs: 20 } });
    quick.serve(ROUTES());
    const { port: quickPort } = await quick.listen({ host: '127.0.0.1', port: 0 });
    const connection = await openRaw(quickPort);
    connection.write(`${head('POST /prod/nope', 'Content-Length: 10')}hello`);
    expect((await connection.response()).status).toBe(403);
    await connection.closed;
    expect(connection.rest()).toBe('');
    await quick.close(0);
  });
});

describe('draining', () => {
  it('serves what was on its way, streams included, and ends each connection after it', async () => {
    const closing = startTestGateway();
    closing.serve(ROUTES());
    const { port: closingPort } = await closing.listen({ host: '127.0.0.1', port: 0 });
    let finish: () => void = () => undefined;
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
      finish = () => socket.write('6\r\nsecond\r\n0\r\n\r\n');
    };
    const fresh = await openRaw(closingPort);
    const begun = await openRaw(closingPort);
    begun.write('GET /prod/mock HTTP/1.1\r\n');
    const streaming = await openRaw(closingPort);
    streaming.write(head('GET /prod/p/x'));
    await until(() => streaming.rest().includes('first'));
    const done = closing.close();
    fresh.write(head('GET /prod/mock'));
    begun.write(`Host: ${HOST}\r\n\r\n`);
    expect(await fresh.response()).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(await begun.response()).toMatchObject({ status: 200, headers: { connection: 'close' } });
    finish();
    expect((await streaming.response()).body).toBe('firstsecond');
    await Promise.all([fresh.closed, begun.closed, streaming.closed, done]);
  });
});

describe('whatever comes', () => {
  const part = fc.oneof(
    fc.constantFrom(
      ...[
        'GET /prod/mock HTTP/1.1\r\n',
        'POST /prod/p/x HTTP/1.1\r\n',
        'HEAD /prod/mock HTTP/1.0\r\n',
        '\r\n',
        '\r\n\r\n',
      ],
      ...[
        `Host: ${HOST}\r\n`,
        'Content-Length: 5\r\n',
        'Transfer-Encoding: chunked\r\n',
        'Connection: close\r\n',
        'hello',
      ],
      ...[
        'Expect: 100-continue\r\n',
        '5\r\nhello\r\n',
        '0\r\n\r\n',
        '0\r\nX: 1\r\n\r\n',
        'CONNECT a:1 HTTP/1.1\r\n',
        '\n',
        '\0',
      ],
      ...[head('GET /prod/mock'), head('GET /prod/p/x'), head('GET /_health'), 'x'.repeat(40_000)],
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  const client = fc.record({
    pieces: fc.array(part, { maxLength: 12 }),
    end: fc.constantFrom('end', 'destroy', 'reset', 'stay'),
  });

  it('nothing breaks, and nothing is left over', async () => {
    backend.onRequest = (socket, text) => {
      if (text.includes('chunked')) socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx');
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    };
    const quick = startTestGateway({
      timeouts: { headersMs: 200, requestMs: 200, keepAliveMs: 200, checkIntervalMs: 20 },
    });
    quick.serve(ROUTES());
    const { port: quickPort } = await quick.listen({ host: '127.0.0.1', port: 0 });
    await fc.assert(
      fc.asyncProperty(fc.array(client, { minLength: 30, maxLength: 30 }), async (clients) => {
        const closed = clients.map(async ({ pieces, end }) => {
          const connection = await openRaw(quickPort);
          for (const piece of pieces) {
            connection.write(Buffer.from(piece, 'latin1'));
            await turn();
          }
          if (end === 'end') connection.socket.end();
          else if (end === 'destroy') connection.destroy();
          else if (end === 'reset') connection.socket.resetAndDestroy();
          await connection.closed;
        });
        await Promise.all(closed);
      }),
      { numRuns: 12 },
    );
    expect((await sendRaw(quickPort, head('GET /prod/mock'))).status).toBe(200);
    await until(() => quick.services.counters.inFlight === 0 && quick.health().upstream.inFlight === 0);
    expect(quick.services.counters.platformErrors).toBe(0);
    expect(quick.log.filter(({ level }) => level === 'error')).toEqual([]);
    await quick.close(0);
  });
});

describe('an idle connection', () => {
  it('takes little memory', async () => {
    const count = 1000;
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const used = (): number => {
      gc();
      const { heapUsed, external, arrayBuffers } = process.memoryUsage();
      return heapUsed + external + arrayBuffers;
    };
    const request = head('GET /prod/mock', `X-Long: ${'x'.repeat(5000)}`);
    await sendRaw(port, request);
    await turn();
    const before = used();
    // The clients live in another process: their half is not the gateway's.
    const client = spawn(process.execPath, ['-e', CLIENTS, String(port), String(count), request]);
    await new Promise((resolve) => client.stdout.once('data', resolve));
    const perConnection = (used() - before) / count;
    client.kill();
    await new Promise((resolve) => client.once('close', resolve));
    expect(perConnection).toBeLessThan(6 * 1024);
  });
});

const CLIENTS = `
  const [port, count, request] = process.argv.slice(1);
  let answered = 0;
  for (let i = 0; i < Number(count); i++) {
    const socket = require('node:net').connect(Number(port), '127.0.0.1');
    socket.write(request);
    socket.once('data', () => { if (++answered === Number(count)) console.log('ready'); });
  }
`;

/** Resolves when a value has stayed the same for a number of turns of the event loop. */
async function stopsGrowing(value: () => number): Promise<void> {
  for (let last = -1, same = 0; same < 300; ) {
    await turn();
    same = value() === last ? same + 1 : 0;
    last = value();
  }
}
