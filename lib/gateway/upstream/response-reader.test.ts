import http from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ResponseReader } from './response-reader';

interface Seen {
  status: number;
  headers: readonly string[];
  body: string;
  isEnded: boolean;
  isPersistent: boolean;
  problem: string | undefined;
}

/** Feeds the pieces, closes if told to, and says what came out. */
function read(pieces: readonly string[], { isHead = false, closes = false, pauseEvery = 0 } = {}): Seen {
  const reader = new ResponseReader(1024);
  const seen: Seen = { status: 0, headers: [], body: '', isEnded: false, isPersistent: false, problem: undefined };
  let given = 0;
  reader.begin(
    {
      onHead: (head) => {
        seen.status = head.status;
        seen.headers = head.headers;
      },
      onBody: (bytes) => {
        seen.body += bytes.toString('latin1');
        given += 1;
        return pauseEvery === 0 || given % pauseEvery !== 0;
      },
      onEnd: () => {
        seen.isEnded = true;
        seen.isPersistent = reader.isPersistent;
      },
    },
    isHead,
  );
  const shared = Buffer.alloc(4096);
  for (const piece of pieces) {
    if (seen.problem !== undefined) break;
    // As from the socket: the buffer is overwritten by the next read.
    const size = shared.write(piece, 'latin1');
    seen.problem = reader.feed(shared.subarray(0, size));
    shared.fill('?');
    while (seen.problem === undefined && reader.isPaused) seen.problem = reader.resume();
  }
  if (closes && seen.problem === undefined) seen.problem = reader.close();
  return seen;
}

describe('an answer', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 200, 'ok'],
    ['HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', 200, ''],
    ['HTTP/1.1 404 Not Found\r\ncontent-length:2\r\nX:  a b \t\r\n\r\nno', 404, 'no'],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nA;x="y"\r\n0123456789\r\n0\r\n\r\n',
      200,
      'ok0123456789',
    ],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\nX-Trailer: 1\r\nY: 2\r\n\r\n', 200, ''],
    [
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n',
      204,
      '',
    ],
    ['HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n', 304, ''],
  ])('%j', (text, status, body) => {
    expect(read([text])).toMatchObject({ status, body, isEnded: true, isPersistent: true, problem: undefined });
  });

  it('to a HEAD has no body whatever its headers say', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n';
    expect(read([text], { isHead: true })).toMatchObject({ isEnded: true, isPersistent: true });
  });

  it('without a length ends with the connection', () => {
    const text = 'HTTP/1.1 200 OK\r\n\r\nall of it';
    expect(read([text])).toMatchObject({ isEnded: false });
    expect(read([text], { closes: true })).toMatchObject({ body: 'all of it', isEnded: true, isPersistent: false });
  });

  it.each([
    ['HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', true],
  ])('%j: persistent is %s', (text, isPersistent) => {
    expect(read([text])).toMatchObject({ isEnded: true, isPersistent });
  });

  it.each([
    'hello',
    'HTTP/2 200 OK\r\n\r\n',
    'HTTP/1.1 99 OK\r\n\r\n',
    'HTTP/1.1 2000 OK\r\n\r\n',
    '\r\nHTTP/1.1 200 OK\r\n\r\n',
    'HTTP/1.1 200 OK\n\n',
    'HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX: a\nb\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX\r\n\r\n',
    'HTTP/1.1 200 OK\r\n: x\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX : x\r\n\r\n',
    'HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na',
    'HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na',
    'HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na',
    'HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\na',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\na\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffff\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: a\n\r\n',
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore',
  ])('%j is refused', (text) => {
    expect(read([text], { closes: true }).problem).toBeTypeOf('string');
  });

  it('with more headers or trailers than allowed is refused', () => {
    const long = `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1100)}`;
    expect(read([long]).problem).toContain('too large');
    expect(read([`${long}\r\n\r\n`]).problem).toContain('too large');
    const trailers = Array.from({ length: 4000 }, () => 'X: y\r\n');
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n';
    expect(read([chunked, ...trailers]).problem).toBeTypeOf('string');
  });

  it.each([
    'HTTP/1.1 200',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n',
    '',
  ])('%j and then the end of the connection is refused', (text) => {
    expect(read([text]).problem).toBeUndefined();
    expect(read([text], { closes: true }).problem).toBeTypeOf('string');
  });
});

const line = fc.constantFrom(
  'Content-Length: 3',
  'Content-Length: 5',
  'content-length: x',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip',
  'Connection: close',
  'Connection: keep-alive',
  'X-A: 1',
  'X-B:  \t spaced \t',
  'X C: 1',
  'X-D : 1',
  ' folded',
  'X-E: \u00e9\u00ff',
  'no colon',
  'X-F: a\u0000b',
  'X-G: a\rb',
);
const eol = fc.constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r');
const body = fc.constantFrom(
  'abc',
  'abcde',
  '3\r\nabc\r\n0\r\n\r\n',
  '3;x=1\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n',
  '3\r\nabcd\r\n',
  '',
  '0\r\n\r\n',
  '3\nabc\r\n0\r\n\r\n',
);
const start = fc.constantFrom(
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200',
  'HTTP/1.0 200 OK',
  'HTTP/1.1 204 No Content',
  'HTTP/1.1 304 Not Modified',
  'HTTP/1.1 404 Not Found',
  'HTTP/1.1  200 OK',
  'HTTP/1.2 200 OK',
  'HTTP/1.1 20 OK',
);
const message = fc
  .tuple(start, fc.array(fc.tuple(eol, line), { maxLength: 4 }), eol, eol, body)
  .map(([first, lines, endOfLine, emptyLine, rest]) =>
    [first, ...lines.map(([end, text]) => end + text), endOfLine, emptyLine, rest].join(''),
  );

describe('whatever comes', () => {
  it('means the same however it is cut, and however often its reader pauses', () => {
    fc.assert(
      fc.property(message, fc.array(fc.nat(60), { maxLength: 6 }), fc.nat(3), (text, cuts, pauseEvery) => {
        const pieces: string[] = [];
        let rest = text;
        for (const cut of cuts) {
          pieces.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        pieces.push(rest);
        const whole = read([text], { closes: true });
        const cutUp = read(
          pieces.filter((it) => it !== ''),
          { closes: true, pauseEvery },
        );
        // A refused answer may have given more or less of its body by then; what matters is that it is refused.
        if (whole.problem !== undefined) expect(cutUp.problem).toBeTypeOf('string');
        else expect(cutUp).toEqual(whole);
      }),
      { numRuns: 3000 },
    );
  });

  it('is never understood differently from node’s own parser', async () => {
    await fc.assert(
      fc.asyncProperty(message, async (text) => {
        const ours = read([text], { closes: true });
        if (ours.problem !== undefined) return;
        const theirs = await readWithNode(text);
        expect({ text, ...theirs }).toEqual({ text, status: ours.status, headers: ours.headers, body: ours.body });
      }),
      { numRuns: 2000 },
    );
  });
});

/** The answer as node:http's client reads it. */
function readWithNode(text: string): Promise<{ status: number; headers: readonly string[]; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = new Duplex({
      read() {},
      write(_chunk, _encoding, done) {
        done();
      },
    });
    const req = http.request({ createConnection: () => socket as never, method: 'GET' });
    req.on('error', reject);
    req.on('response', (res) => {
      let received = '';
      res.setEncoding('latin1');
      res.on('data', (chunk: string) => {
        received += chunk;
      });
      res.on('error', reject);
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.rawHeaders, body: received }));
    });
    req.end(() => {
      socket.push(Buffer.from(text, 'latin1'));
      socket.push(null);
    });
  });
}
