import http from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { RequestStart } from './request-line';
import { type RequestProblem, RequestReader } from './request-reader';

interface ReadRequest {
  readonly method: string;
  readonly target: string;
  readonly minor: number;
  readonly headers: readonly string[];
  body: string;
  isWhole: boolean;
}

interface OurRequest extends ReadRequest {
  readonly isPersistent: boolean;
}

interface Seen {
  readonly requests: OurRequest[];
  status: number | undefined;
  problem: string | undefined;
}

const MAX_HEAD_BYTES = 4096;

/** Feeds the pieces and says what came out. `pauseEvery`: its reader pauses, and is resumed, at each nth event. */
function read(pieces: readonly string[], pauseEvery = 0): Seen {
  const seen: Seen = { requests: [], status: undefined, problem: undefined };
  const note = (found: RequestProblem | undefined): void => {
    seen.status = found?.status;
    seen.problem = found?.text;
  };
  let events = 0;
  const pauses = (): boolean => {
    events += 1;
    return pauseEvery !== 0 && events % pauseEvery === 0;
  };
  const reader: RequestReader = new RequestReader(
    {
      onRequest: (request: RequestStart) => {
        const { method, target, headers, isPersistent } = request;
        const minor = request.isHttp11 ? 1 : 0;
        const isWhole = request.bodyLength === 0;
        seen.requests.push({ method, target, minor, headers, isPersistent, body: '', isWhole });
        if (pauses()) reader.pause();
      },
      onBody: (bytes) => {
        const request = seen.requests.at(-1);
        if (request !== undefined) request.body += bytes.toString('latin1');
        return !pauses();
      },
      onBodyEnd: () => {
        const request = seen.requests.at(-1);
        if (request !== undefined) request.isWhole = true;
        if (pauses()) reader.pause();
      },
    },
    MAX_HEAD_BYTES,
  );
  const shared = Buffer.alloc(64 * 1024);
  for (const piece of pieces) {
    if (seen.status !== undefined) break;
    // As from the socket: the buffer is overwritten by the next read.
    const size = shared.write(piece, 'latin1');
    note(reader.feed(shared.subarray(0, size)));
    shared.fill('?');
    while (seen.status === undefined && reader.isPaused) note(reader.resume());
  }
  return seen;
}

const GET = 'GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n';
const chunked = (body: string): string => `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${body}`;

describe('a request', () => {
  it.each([
    [GET, '/a?b=c', ''],
    [`\r\n\r\n${GET}`, '/a?b=c', ''],
    ['OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', '*', ''],
    ['GET http://a.example:80/b?c HTTP/1.1\r\nHost: x\r\n\r\n', 'http://a.example:80/b?c', ''],
    ['CONNECT a.example:443 HTTP/1.1\r\nHost: x\r\n\r\n', 'a.example:443', ''],
    ['POST / HTTP/1.0\r\ncontent-length:  2 \r\n\r\nok', '/', 'ok'],
    ['M-SEARCH / HTTP/1.1\r\nX: \u00e9\t\u00ff\r\n\r\n', '/', ''],
    [chunked('2\r\nok\r\nA;x="y;\\"z";b=1;c\r\n0123456789\r\n0\r\n\r\n'), '/', 'ok0123456789'],
    [chunked('02\r\nok\r\n00;last\r\nX-Trailer: 1\r\nY:\r\n\r\n'), '/', 'ok'],
  ])('%j', (text, target, body) => {
    expect(read([text])).toMatchObject({ status: undefined, requests: [{ target, body, isWhole: true }] });
  });

  it.each([
    ['HTTP/1.1', [], true],
    ['HTTP/1.1', ['Connection: close'], false],
    ['HTTP/1.1', ['Connection: x, Close'], false],
    ['HTTP/1.1', ['Connection: keep-alive', 'Connection: close'], false],
    ['HTTP/1.0', [], false],
    ['HTTP/1.0', ['Connection: keep-alive'], true],
    ['HTTP/1.0', ['Connection: keep-alive, close'], false],
  ])('%s with %j keeps the connection: %s', (version, lines, isPersistent) => {
    const text = `${[`GET / ${version}`, ...lines].join('\r\n')}\r\n\r\n`;
    expect(read([text]).requests).toMatchObject([{ isPersistent }]);
  });

  it.each([
    'GET / HTTP/1.1\n\n',
    'GET / HTTP/1.1\r\nX: a\nb\r\n\r\n',
    'GET / HTTP/1.1\r\nX: a\u007fb\r\n\r\n',
    '\nGET / HTTP/1.1\r\n\r\n',
    `${'\r\n'.repeat(5)}${GET}`,
    'get / HTTP/1.1\r\n\r\n',
    'G@T / HTTP/1.1\r\n\r\n',
    'TEA / HTTP/1.1\r\n\r\n',
    'GET  / HTTP/1.1\r\n\r\n',
    'GET /  HTTP/1.1\r\n\r\n',
    'GET /\tHTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1 \r\n\r\n',
    'GET / http/1.1\r\n\r\n',
    'GET / HTTP/1.2\r\n\r\n',
    'GET / HTTP/0.9\r\n\r\n',
    'GET / HTTP/11\r\n\r\n',
    'GET HTTP/1.1\r\n\r\n',
    'GET / \r\n\r\n',
    'GET /\r\n\r\n',
    ' GET / HTTP/1.1\r\n\r\n',
    'GET a HTTP/1.1\r\n\r\n',
    'GET *x HTTP/1.1\r\n\r\n',
    'GET ?a HTTP/1.1\r\n\r\n',
    'GET http:/a HTTP/1.1\r\n\r\n',
    'GET http:///a HTTP/1.1\r\n\r\n',
    'GET http://me@a/ HTTP/1.1\r\n\r\n',
    'CONNECT /a HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nTransfer-Encoding:\r\nContent-Length: 1\r\n\r\na',
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\t\r\n\r\n0\r\n\r\n',
    'POST / HTTP/1.1\r\nContent-Length: 1\t\r\n\r\na',
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked,\r\n\r\n0\r\n\r\n',
    'POST / HTTP/1.1\r\nContent-Length: 1234567890123456\r\n\r\n',
    chunked('1 \r\na\r\n0\r\n\r\n'),
    chunked(' 1\r\na\r\n0\r\n\r\n'),
    chunked('1; x\r\na\r\n0\r\n\r\n'),
    chunked('1;\r\na\r\n0\r\n\r\n'),
    chunked('1;x=\r\na\r\n0\r\n\r\n'),
    chunked('1;x="\r\na\r\n0\r\n\r\n'),
    chunked('1;x\u0000\r\na\r\n0\r\n\r\n'),
    chunked('1;x\na\r\n0\r\n\r\n'),
    chunked('1\r\nab\r\n0\r\n\r\n'),
    chunked('1\r\na\n0\r\n\r\n'),
    chunked('\r\na\r\n0\r\n\r\n'),
    chunked('1234567890123\r\n'),
    chunked('0\r\nX : 1\r\n\r\n'),
    chunked('0\r\nX\r\n\r\n'),
    chunked('0\r\nX: 1\n\r\n'),
    chunked('0\r\n folded\r\n\r\n'),
    chunked('0\r\nContent-Length: 1\r\n\r\n'),
    chunked('0\r\nTransfer-Encoding: chunked\r\n\r\n'),
    chunked(`1;x=${'x'.repeat(5000)}\r\na\r\n`),
    chunked(`0\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    chunked(`0\r\n${'X: 1\r\n'.repeat(4000)}\r\n`),
    chunked('1;x=1\r\na\r\n'.repeat(2000)),
  ])('%j is refused', (text) => {
    expect(read([`${text}GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n`])).toMatchObject({ status: 400 });
  });

  it('with more headers than allowed is refused before it is whole', () => {
    const long = `GET / HTTP/1.1\r\nX: ${'x'.repeat(MAX_HEAD_BYTES)}`;
    expect(read([long]).status).toBe(431);
    expect(read([`${long}\r\n\r\n`]).status).toBe(431);
    expect(read([`GET /${'x'.repeat(MAX_HEAD_BYTES)}`]).status).toBe(431);
    expect(read([...`${long}\r\n\r\n`]).status).toBe(431);
  });

  it('leaves nothing to wait for after its end, and everything before', () => {
    const reader = new RequestReader(
      { onRequest: () => undefined, onBody: () => true, onBodyEnd: () => undefined },
      MAX_HEAD_BYTES,
    );
    expect(reader.isIdle).toBe(true);
    for (const byte of chunked('2;a=b\r\nok\r\n0\r\nX: 1\r\n\r\n').slice(0, -1)) {
      reader.feed(Buffer.from(byte));
      expect(reader.isIdle).toBe(false);
      expect(reader.isWithinRequest).toBe(true);
    }
    reader.feed(Buffer.from('\n'));
    expect(reader.isIdle).toBe(true);
    expect(reader.isWithinRequest).toBe(false);
  });
});

// ---- whatever comes

const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
const blank = often(' ', '  ', '\t', '', '\u000b');
const eol = often('\r\n', '\n', '\r', '\r\r\n', '\r\n\r\n', '\n\r', '\u0000\r\n');
const method = fc.constantFrom(
  'GET',
  'POST',
  'POST',
  'PUT',
  'HEAD',
  'OPTIONS',
  'M-SEARCH',
  'get',
  'TEA',
  'PRI',
  'GE\u0000T',
);
const target = fc.constantFrom(
  ...['/', '/a/b?c=d&e', '/\u00e9', '/a#b', '*', '*/a', 'a', 'http://a.example/b', 'HTTP://a:80', 'ftp://a/b'],
  ...['http://', 'http:/a', '//a', '/a"<>{}|\\^`', 'x://a?b', 'http://[::1]/a', 'http://me@a/b', '/a\u007f', '/%00%zz'],
);
const version = often('HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.2', 'HTTP/1.01', 'http/1.1', 'HTTP', '');
const headerLine = fc.constantFrom(
  ...['Host: a', 'Host: b', 'X-A: 1', 'x-a:2', 'X-B:  \t spaced \t', 'X-E: \u00e9\u00ff', 'X-L: a,b;c="d"', 'X-Empty:'],
  ...['Content-Length: 3', 'Content-Length: 5', 'content-length: x', 'Content-Length: 03', 'Content-Length: +3'],
  ...['Content-Length: 3, 3', 'Content-Length:', 'Content-Length: 3 ', 'Content-Length: 3\u000b', 'Content-Length: -1'],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: Chunked',
    'transfer-encoding:chunked',
    'Transfer-Encoding: gzip',
  ],
  ...[
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: chunked, gzip',
    'Transfer-Encoding:',
    'Transfer-Encoding: x',
  ],
  ...[
    'Transfer-Encoding: chunked\t',
    'Transfer-Encoding: chunkedchunked',
    'Transfer-Encoding : chunked',
    'TE: chunked',
  ],
  ...['Connection: close', 'Connection: keep-alive', 'Connection: upgrade', 'Connection: a, close, b'],
  ...[
    'X C: 1',
    'X-D : 1',
    ' folded',
    '\tfolded',
    'no colon',
    ': no name',
    'X-F: a\u0000b',
    'X-G: a\rb',
    'X-H: a\u007f',
  ],
  ...['X(: 1', 'X-\u00e9: 1', 'X-I: a\nb', 'X-J: a\u001fb', 'Expect: 100-continue', 'X!#$%&\u0027*+.^_`|~9: 1'],
);
const body = fc.constantFrom(
  ...[
    '',
    'abc',
    'abcde',
    '3\r\nabc\r\n0\r\n\r\n',
    '3;x=1\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n',
    '3\r\nabcd\r\n',
    '0\r\n\r\n',
  ],
  ...[
    '3\nabc\r\n0\r\n\r\n',
    '3 \r\nabc\r\n0\r\n\r\n',
    '03\r\nabc\r\n0\r\n\r\n',
    '3;a="b\\"c"\r\nabc\r\n0\r\n\r\n',
    '0x3\r\nabc\r\n',
  ],
  ...[
    '3;\r\nabc\r\n0\r\n\r\n',
    '3; a\r\nabc\r\n0\r\n\r\n',
    '3;a=\r\nabc\r\n0\r\n\r\n',
    '3\r\nabc0\r\n\r\n',
    '3\r\nabc\n0\r\n\r\n',
  ],
  ...[
    '0\r\nT : 1\r\n\r\n',
    '0\r\nT\r\n\r\n',
    '0\r\nT: a\u0000\r\n\r\n',
    '0\r\nT: 1\n\r\n',
    '0\r\nContent-Length: 3\r\n\r\n',
  ],
  ...[
    '0\r\n folded\r\n\r\n',
    '0\n\n',
    '0\r\n\n',
    '0\r\n\rX',
    '-1\r\n\r\n',
    '3;a b\r\nabc\r\n0\r\n\r\n',
    '3;"a"\r\nabc\r\n0\r\n\r\n',
  ],
  ...[
    'fffffffffffffffff\r\nabc',
    '0000000000000003\r\nabc\r\n0\r\n\r\n',
    '3\r\r\nabc\r\n0\r\n\r\n',
    '3,3\r\nabc\r\n0\r\n\r\n',
  ],
);
const wellFramedHead = fc
  .tuple(method, target, fc.array(headerLine, { maxLength: 4 }))
  .map(([verb, where, lines]) => `${[`${verb} ${where} HTTP/1.1`, 'Host: a', ...lines].join('\r\n')}\r\n\r\n`);
const roughHead = fc
  .tuple(method, blank, target, blank, version, fc.array(fc.tuple(eol, headerLine), { maxLength: 5 }), eol, eol)
  .map(([verb, first, where, second, name, lines, last, empty]) =>
    [verb, first, where, second, name, ...lines.map(([end, line]) => end + line), last, empty].join(''),
  );
const message = fc.tuple(fc.oneof(wellFramedHead, roughHead), body).map(([head, rest]) => head + rest);
/** One byte of it is another one, is missing or stands there twice. */
const mutated = fc.tuple(message, fc.nat(), fc.constantFrom(0, 1, 2), fc.nat(255)).map(([text, place, kind, byte]) => {
  const at = place % (text.length + 1);
  if (kind === 0) return text.slice(0, at) + String.fromCharCode(byte) + text.slice(at + 1);
  if (kind === 1) return text.slice(0, at) + text.slice(at + 1);
  return text.slice(0, at) + text.charAt(at) + text.slice(at);
});
const stream = fc
  .array(fc.oneof(message, mutated, fc.constant(GET)), { minLength: 1, maxLength: 3 })
  .map((it) => it.join(''));
const cuts = fc.array(fc.nat(60), { maxLength: 8 });

function cutAt(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  let rest = text;
  for (const length of lengths) {
    pieces.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  pieces.push(rest);
  return pieces.filter((it) => it !== '');
}

describe('whatever comes', () => {
  const theirs = startNode();
  afterAll(() => theirs.close());

  it('means the same however it is cut, and however often its reader pauses', () => {
    fc.assert(
      fc.property(stream, cuts, fc.nat(3), (text, lengths, pauseEvery) => {
        const whole = read([text]);
        const cutUp = read(cutAt(text, lengths), pauseEvery);
        const bytewise = read([...text]);
        // Of a refused body more or less may have come by then; what matters is that it is refused, and as what.
        if (whole.status === undefined) {
          expect(cutUp).toEqual(whole);
          expect(bytewise).toEqual(whole);
        } else {
          const complete = (seen: Seen) => seen.requests.filter(({ isWhole }) => isWhole);
          expect([cutUp.status, bytewise.status]).toEqual([whole.status, whole.status]);
          expect(complete(cutUp)).toEqual(complete(whole));
          expect(complete(bytewise)).toEqual(complete(whole));
        }
      }),
      { numRuns: 3000 },
    );
  }, 60_000);

  it('breaks nothing, whatever its bytes are', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((it) => Buffer.from(it).toString('latin1'));
    const salted = fc
      .tuple(message, bytes, fc.nat(400))
      .map(([text, more, at]) => text.slice(0, at) + more + text.slice(at));
    fc.assert(
      fc.property(fc.oneof(bytes, salted), cuts, fc.nat(3), (text, lengths, pauseEvery) => {
        const { requests, status } = read(cutAt(text, lengths), pauseEvery);
        expect([undefined, 400, 431]).toContain(status);
        for (const request of requests) expect(request.headers.length % 2).toBe(0);
      }),
      { numRuns: 5000 },
    );
  }, 60_000);

  it('is never taken for something that node’s own parser does not see', async () => {
    await fc.assert(
      fc.asyncProperty(stream, async (text) => {
        // After a request that is its connection's last our server reads no more.
        const whole = read([text]).requests.filter(({ isWhole }) => isWhole);
        const last = whole.findIndex(({ isPersistent }) => !isPersistent);
        const ours = last === -1 ? whole : whole.slice(0, last + 1);
        const seen = await theirs.read(text);
        const requests = ours.map(({ isPersistent: _, ...request }) => request);
        expect({ text, requests: seen.requests.slice(0, ours.length) }).toEqual({ text, requests });
      }),
      { numRuns: 2000 },
    );
  }, 120_000);

  it('is refused although node’s own parser takes it only for the reasons listed here', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(message, mutated), async (text) => {
        const ours = read([text]);
        if (ours.problem === undefined || STRICTER_PROBLEMS.includes(ours.problem)) return;
        const seen = await theirs.read(text);
        if (seen.isRefused) return;
        expect({ text, reasons: STRICTER.filter((reason) => reason.test(text)) }).not.toEqual({ text, reasons: [] });
      }),
      { numRuns: 2000 },
    );
  }, 120_000);
});

/** Where node's parser takes what we refuse: by what we say … */
const STRICTER_PROBLEMS: readonly string[] = [
  // A bare LF, a bare CR, or many empty lines between requests.
  'The request has something before it that is no empty line.',
];

/** … or by what came. */
const STRICTER: readonly RegExp[] = [
  // More than one blank in the request line.
  /^[A-Z-]+ {2,}|^[^\r\n]* {2,}HTTP/,
  // No version, or one without keep-alive or with another framing.
  /^(?:\r\n)*[A-Z-]+ +[^ \r\n]+\r?\n/,
  /HTTP\/(?:0\.9|2\.0)\r?\n/,
  // HTTP/2 in clear text, which node reads up to its second line.
  /^(?:\r\n)*PRI /,
  // Sizes and lengths that nobody can mean.
  /[0-9a-f]{13,}\r?\n/i,
  // Chunk extensions with a name and no value after the "=".
  /;[^\r\n=]+=(?:[;\r]|$)/,
  // "*" with something behind it, and user information or no host in the absolute form.
  /^(?:\r\n)*[A-Z-]+ +(?:\*[^ ]|[A-Za-z]+:\/\/(?![\w.~:[\]-]+[/? ]))/,
  // More than one Transfer-Encoding, or one that we do not undo.
  /transfer-encoding[\s\S]*\ntransfer-encoding/i,
  /transfer-encoding:[ ]*(?!chunked *\r)/i,
];

interface NodeServer {
  read(text: string): Promise<{ requests: ReadRequest[]; isRefused: boolean }>;
  close(): void;
}

/** What node:http makes of it: the requests that came whole, and whether it refused something. */
function startNode(): NodeServer {
  const server = http.createServer({ requireHostHeader: false });
  let requests: ReadRequest[] = [];
  let isRefused = false;
  const take = (req: http.IncomingMessage, res: http.ServerResponse): void => {
    const { method: verb = '', url = '', httpVersionMinor: minor, rawHeaders: headers } = req;
    const request = { method: verb, target: url, minor, headers, body: '', isWhole: false };
    requests.push(request);
    req.setEncoding('latin1');
    req.on('data', (chunk: string) => {
      request.body += chunk;
    });
    req.on('error', () => undefined);
    req.on('end', () => {
      request.isWhole = true;
      res.end();
    });
  };
  server.on('request', take);
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('clientError', () => {
    isRefused = true;
  });
  return {
    close: () => server.close(),
    async read(text) {
      requests = [];
      isRefused = false;
      const socket = new Duplex({
        read() {},
        write(_chunk, _encoding, done) {
          done();
        },
      });
      server.emit('connection', socket);
      socket.push(text, 'latin1');
      // No socket and no timer is involved: a few turns, and everything has happened.
      for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve));
      socket.destroy();
      return { requests: requests.filter(({ isWhole }) => isWhole), isRefused };
    },
  };
}
