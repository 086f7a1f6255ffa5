// Backends that fail in every way they can, and clients that go away: one clear answer, nothing left behind.
import { createCipheriv, createHash } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRaw, sendRaw } from '../testing/raw-client';
import { type RoughBackend, startRoughBackend } from '../testing/rough-backend';
import { HOST, startTestGateway, type TestGateway } from '../testing/test-gateway';

let gateway: TestGateway;
let backend: RoughBackend;
let port: number;

const STREAMED = { type: 'HTTP_PROXY', responseTransferMode: 'STREAM' } as const;

const FAILED = {
  status: 504,
  body: '{"message":"Network error communicating with endpoint"}',
  headers: { 'x-amzn-errortype': 'InternalServerErrorException' },
};

beforeAll(async () => {
  backend = await startRoughBackend();
  const unused = await freePort();
  gateway = startTestGateway();
  gateway.serve({
    'ANY /p/{proxy+}': { integration: { ...STREAMED, uri: `${backend.origin}/{proxy}` } },
    'ANY /buffered/{proxy+}': {
      integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/{proxy}`, timeoutInMillis: 500 },
    },
    'ANY /brief': { integration: { ...STREAMED, uri: backend.origin, timeoutInMillis: 300 } },
    'GET /http': { integration: { type: 'HTTP', uri: backend.origin } },
    'ANY /hurry': { integration: { type: 'HTTP_PROXY', uri: backend.origin, timeoutInMillis: 50 } },
    'GET /refused': { integration: { type: 'HTTP_PROXY', uri: `http://127.0.0.1:${unused}` } },
    'GET /nowhere': { integration: { type: 'HTTP_PROXY', uri: 'http://no-such-host.invalid/' } },
  });
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

const get = (path: string): string => `GET /prod${path} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;
const answerWith = (text: string) => {
  backend.onRequest = (socket) => void socket.write(text);
};
const counters = () => gateway.services.counters;

describe('a backend that', () => {
  it('refuses the connection', async () => {
    expect(await sendRaw(port, get('/refused'))).toMatchObject(FAILED);
  });

  it('has no address', async () => {
    expect(await sendRaw(port, get('/nowhere'))).toMatchObject(FAILED);
  });

  it('resets the connection', async () => {
    backend.onRequest = (socket) => void socket.resetAndDestroy();
    expect(await sendRaw(port, get('/p/x'))).toMatchObject(FAILED);
  });

  it('closes without an answer', async () => {
    backend.accepted = 0;
    backend.onRequest = (socket) => void socket.end();
    expect(await sendRaw(port, get('/p/x'))).toMatchObject(FAILED);
    expect(backend.accepted).toBe(1);
  });

  it('closes an idle connection just as it is used: the client does not notice', async () => {
    let requests = 0;
    backend.onRequest = (socket) => {
      requests += 1;
      if (requests === 2) socket.end();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    };
    expect((await sendRaw(port, get('/p/x'))).status).toBe(200);
    expect(await sendRaw(port, get('/p/x'))).toMatchObject({ status: 200, body: 'ok' });
    expect(requests).toBe(3);
  });

  it('redirects: the client is told, nobody follows', async () => {
    backend.accepted = 0;
    answerWith(`HTTP/1.1 302 Found\r\nLocation: ${backend.origin}/elsewhere\r\nContent-Length: 0\r\n\r\n`);
    expect(await sendRaw(port, get('/p/x'))).toMatchObject({
      status: 302,
      headers: { location: `${backend.origin}/elsewhere` },
    });
    expect(backend.accepted).toBe(1);
  });

  it('closes an idle connection just as it is used for a POST: it is not sent twice', async () => {
    let requests = 0;
    backend.onRequest = (socket) => {
      requests += 1;
      if (requests === 2) socket.end();
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    };
    expect((await sendRaw(port, get('/p/x'))).status).toBe(200);
    const post = `POST /prod/p/x HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 2\r\n\r\nhi`;
    expect(await sendRaw(port, post)).toMatchObject(FAILED);
    expect(requests).toBe(2);
  });

  it('sends a second answer nobody asked for: the next client does not get it', async () => {
    backend.onRequest = (socket) =>
      void socket.write(
        'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil',
      );
    for (let i = 0; i < 3; i++) expect((await sendRaw(port, get('/p/x'))).body).toBe('ok');
  });

  it.each([
    ['speaks no HTTP', 'hello\r\n\r\n'],
    ['sends two different Content-Lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['sends a bad header', 'HTTP/1.1 200 OK\r\nX Y: 1\r\n\r\n'],
    ['breaks off in its headers', 'HTTP/1.1 200 OK\r\nX-A'],
    ['switches protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'],
  ])('%s', async (_name, text) => {
    backend.onRequest = (socket) => void socket.end(text);
    expect(await sendRaw(port, get('/p/x'))).toMatchObject(FAILED);
  });

  it('sends more headers than we take', async () => {
    answerWith(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(70_000)}\r\n\r\n`);
    expect(await sendRaw(port, get('/p/x'))).toMatchObject(FAILED);
  });

  it('is slow: Endpoint request timed out, and its connection is not left waiting', async () => {
    backend.onRequest = () => undefined;
    expect(await sendRaw(port, get('/hurry'))).toMatchObject({
      status: 504,
      body: '{"message":"Endpoint request timed out"}',
      headers: { 'x-amzn-errortype': 'InternalServerErrorException' },
    });
    await backend.allClosed();
  });

  it('sends an early hint first', async () => {
    answerWith('HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    expect(await sendRaw(port, get('/p/x'))).toMatchObject({ status: 200, body: 'ok' });
  });

  it('breaks off in a body of known length: so does the client’s connection', async () => {
    const before = counters().brokenBodies;
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
      socket.end();
    };
    const connection = await openRaw(port);
    connection.write(get('/p/x'));
    await connection.closed;
    expect(connection.rest()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*half$/s);
    expect(counters().brokenBodies).toBe(before + 1);
  });

  it('breaks off in a chunked body: the client sees that it is not whole', async () => {
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n');
      socket.end();
    };
    const connection = await openRaw(port);
    connection.write(get('/p/x'));
    await connection.closed;
    expect(connection.rest()).toContain('half');
    expect(connection.rest()).not.toContain('\r\n0\r\n');
  });

  it('ends its body by closing', async () => {
    backend.onRequest = (socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\nall of it');
    expect(await sendRaw(port, get('/p/x'))).toMatchObject({ status: 200, body: 'all of it' });
  });

  it('answers before it has read the body', async () => {
    backend.onRequest = (socket) => void socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno');
    const connection = await openRaw(port);
    connection.write(`POST /prod/p/x HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 1000000\r\n\r\nstart`);
    expect(await connection.response()).toMatchObject({ status: 403, body: 'no' });
    connection.write('x'.repeat(999_995) + get('/nope'));
    expect((await connection.response()).status).toBe(403);
    connection.destroy();
  });

  it('breaks off while it is being sent a body: 504, and the client’s connection lives', async () => {
    backend.onRequest = (socket) => void socket.resetAndDestroy();
    const connection = await openRaw(port);
    connection.write(
      `POST /prod/p/x HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 500000\r\n\r\n${'x'.repeat(100_000)}`,
    );
    expect(await connection.response()).toMatchObject(FAILED);
    connection.write('x'.repeat(400_000) + get('/nope'));
    expect((await connection.response()).status).toBe(403);
    connection.destroy();
  });

  it('does not read the body it is sent: Endpoint request timed out', async () => {
    backend.onRequest = (socket) => void socket.pause();
    const connection = await openRaw(port);
    connection.write(`POST /prod/hurry HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 500000\r\n\r\nstart`);
    expect(await connection.response()).toMatchObject({
      status: 504,
      body: '{"message":"Endpoint request timed out"}',
    });
    connection.destroy();
  });

  it('answers an HTTP integration with a body nobody wants keeps its connection', async () => {
    backend.accepted = 0;
    answerWith('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody');
    for (let i = 0; i < 3; i++) expect((await sendRaw(port, get('/http'))).status).toBe(200);
    expect(backend.accepted).toBe(1);
  });
});

describe('a buffered answer', () => {
  const TOO_LONG = { status: 500, body: '{"message":"Internal server error"}' };

  it.each([
    ['that says it is longer than 10 MB', 'Content-Length: 10485761\r\n\r\nx'],
    ['that turns out to be longer', `Transfer-Encoding: chunked\r\n\r\na00001\r\n${'x'.repeat(0xa00001)}\r\n0\r\n\r\n`],
  ])('%s is an error, not a part', async (_, rest) => {
    backend.onRequest = (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${rest}`);
    expect(await sendRaw(port, get('/buffered/x'))).toMatchObject(TOO_LONG);
  });

  it('of unknown length comes whole, and says its length', async () => {
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
      setImmediate(() => socket.write('6\r\nsecond\r\n0\r\n\r\n'));
    };
    const { body, headers } = await sendRaw(port, get('/buffered/x'));
    expect([body, headers['content-length']]).toEqual(['firstsecond', '11']);
  });

  it('of unknown length has the integration’s time for all of it', async () => {
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
    };
    expect(await sendRaw(port, get('/buffered/x'))).toMatchObject({ status: 504 });
  });

  it('of unknown length that breaks off is an error', async () => {
    backend.onRequest = (socket) => {
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
    };
    expect(await sendRaw(port, get('/buffered/x'))).toMatchObject(FAILED);
  });
});

describe('streaming', () => {
  it('starts with the backend’s first bytes', async () => {
    let finish: () => void = () => undefined;
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
      finish = () => socket.write('6\r\nsecond\r\n0\r\n\r\n');
    };
    const connection = await openRaw(port);
    const first = new Promise<void>((resolve) => {
      connection.socket.on('data', () => connection.rest().includes('first') && resolve());
    });
    connection.write(get('/p/x'));
    await first;
    finish();
    expect(await connection.response()).toMatchObject({ body: 'firstsecond' });
    connection.destroy();
  });

  it('has no limit of 10 MB, and asks the backend for no more than the client takes', async () => {
    const size = 24 * 1024 * 1024;
    backend.onRequest = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
      socket.write(Buffer.alloc(size, 'x'));
    };
    expect((await sendRaw(port, get('/p/x'))).body.length).toBe(size);
  });

  it('ends with its time, also in the middle: a broken connection, not an end', async () => {
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
    };
    const connection = await openRaw(port);
    connection.write(get('/brief'));
    await connection.closed;
    expect(connection.rest()).toContain('first');
    expect(connection.rest()).not.toContain('0\r\n\r\n');
  });

  it('that never starts is a timeout', async () => {
    backend.onRequest = () => undefined;
    expect(await sendRaw(port, get('/brief'))).toMatchObject({ status: 504 });
  });

  it('stops the backend when the client goes', async () => {
    backend.onRequest = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n');
    };
    const connection = await openRaw(port);
    const first = new Promise<void>((resolve) => {
      connection.socket.on('data', () => connection.rest().includes('first') && resolve());
    });
    connection.write(get('/p/x'));
    await first;
    connection.destroy();
    await backend.allClosed();
  });

  it('a request’s body reaches the backend while it is being sent', async () => {
    let seen = '';
    const arrived = new Promise<void>((resolve) => {
      backend.onRequest = (socket, head) => {
        seen += head;
        if (seen.includes('part one')) resolve();
        if (seen.includes('part two')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
        else socket.once('data', (chunk) => backend.onRequest(socket, chunk.toString('latin1')));
      };
    });
    const connection = await openRaw(port);
    connection.write(`POST /prod/p/x HTTP/1.1\r\nHost: ${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n8\r\npart one\r\n`);
    await arrived;
    connection.write('8\r\npart two\r\n0\r\n\r\n');
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
  });

  it('waits for a client that reads slowly, then delivers every byte', async () => {
    const size = 64 * 1024 * 1024;
    let written = 0;
    let isDone = false;
    backend.onRequest = (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
      const block = Buffer.alloc(64 * 1024, 'x');
      const push = () => {
        while (written < size) {
          written += block.length;
          if (!socket.write(block)) {
            socket.once('drain', push);
            return;
          }
        }
        isDone = true;
      };
      push();
    };
    const socket = net.connect(port, '127.0.0.1');
    socket.write(get('/p/x'));
    await new Promise<void>((resolve) => socket.once('readable', resolve));
    // Nobody reads: what the backend could push is what sockets and our own buffer hold.
    await stopsGrowing(() => written);
    expect(isDone).toBe(false);
    expect(written).toBeLessThan(size / 2);

    let received = 0;
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        received += chunk.length;
        if (received >= size) resolve();
      });
    });
    expect(isDone).toBe(true);
    socket.destroy();
  });

  it('of many at a time gets its own bytes, however they are framed and however late they are read', async () => {
    const backends: net.Socket[] = [];
    backend.onRequest = (socket, head) => {
      const [, framing, seed] = /^GET \/(\w+)\/(\d+) /.exec(head) ?? [];
      const body = noise(Number(seed));
      const framingLine = framing === 'length' ? `Content-Length: ${body.length}` : 'Transfer-Encoding: chunked';
      socket.write(`HTTP/1.1 200 OK\r\n${framingLine}\r\n\r\n`);
      socket.write(framing === 'length' ? body : inChunks(body, 50_000 + Number(seed) * 7919));
      backends.push(socket);
    };
    const readers = [1, 2].flatMap((seed) =>
      ['length', 'chunked'].map((framing) => ({ seed, path: `/p/${framing}/${seed}` })),
    );
    const passedOn = () => backends.reduce((sum, socket) => sum + socket.bytesWritten - socket.writableLength, 0);
    // Twice: the second time over connections that have served a long answer.
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(readers.map(({ path }) => ask(path)));
      // Now all buffers on the way are full.
      await stopsGrowing(passedOn);
      const bodies = await Promise.all(answers.map(readAway));
      expect(bodies.map(digest)).toEqual(readers.map(({ seed }) => digest(noise(seed))));
    }
  });
});

/** More than sockets hold. */
const NOISE_BYTES = 16 * 1024 * 1024 + 77;

const noise = (seed: number): Buffer =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(NOISE_BYTES));

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function inChunks(body: Buffer, chunkBytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.subarray(at, at + chunkBytes);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Resolves with the head of the answer; its body is not read yet. */
function ask(path: string): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, path: `/prod${path}`, headers: { host: HOST }, agent: false }, resolve);
    request.on('error', reject);
  });
}

async function readAway(answer: http.IncomingMessage): Promise<Buffer> {
  return Buffer.concat(await answer.toArray());
}

describe('a client that goes away', () => {
  it('before the answer: the backend’s request is aborted', async () => {
    const before = counters().clientsGone;
    const asked = new Promise<void>((resolve) => {
      backend.onRequest = () => resolve();
    });
    const connection = await openRaw(port);
    connection.write(get('/p/x'));
    await asked;
    connection.destroy();
    await backend.allClosed();
    expect(counters().clientsGone).toBe(before + 1);
    expect(gateway.health().upstream.inFlight).toBe(0);
  });

  it('in the middle of the answer: the backend’s request is aborted', async () => {
    answerWith('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nstart');
    const connection = await openRaw(port);
    const started = new Promise<void>((resolve) => connection.socket.once('data', () => resolve()));
    connection.write(get('/p/x'));
    await started;
    connection.destroy();
    await backend.allClosed();
    expect(gateway.health().upstream.inFlight).toBe(0);
  });

  it('in the middle of its own body: the backend’s request is aborted', async () => {
    const asked = new Promise<void>((resolve) => {
      backend.onRequest = () => resolve();
    });
    const connection = await openRaw(port);
    connection.write(`POST /prod/p/x HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 1000000\r\n\r\nstart`);
    await asked;
    connection.destroy();
    await backend.allClosed();
    expect(gateway.health().upstream.inFlight).toBe(0);
  });
});

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as net.AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return free;
}

/** Resolves when a value has stayed the same for a number of turns of the event loop. */
async function stopsGrowing(value: () => number): Promise<void> {
  for (let last = -1, same = 0; same < 200; ) {
    await new Promise((resolve) => setImmediate(resolve));
    same = value() === last ? same + 1 : 0;
    last = value();
  }
}
