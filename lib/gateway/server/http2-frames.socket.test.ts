// HTTP/2 from clients that keep no rules: nothing that two readers could understand differently reaches a backend, and nobody
// can make the gateway work much for little.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, startBackend } from '../testing/backend';
import { selfSigned } from '../testing/certificate';
import {
  codeOf,
  END_HEADERS,
  END_STREAM,
  FRAME,
  type Frame,
  fieldBlock,
  openRawHttp2,
  type RawHttp2,
} from '../testing/raw-http2';
import { startTestGateway, type TestGateway } from '../testing/test-gateway';

const NAME = 'shop.example.com';
const { cert, key } = selfSigned({ names: [NAME] });
const PROTOCOL_ERROR = 1;
const REFUSED_STREAM = 7;
const CANCEL = 8;
const ENHANCE_YOUR_CALM = 11;
const WHOLE = END_HEADERS | END_STREAM;

type Field = readonly [string, string];
const pseudo = (method = 'GET', path = '/p/x'): Field[] => [
  [':method', method],
  [':scheme', 'https'],
  [':path', path],
];
const HOST: Field = [':authority', NAME];
const GET = fieldBlock(...pseudo(), HOST);
const POST = fieldBlock(...pseudo('POST'), HOST);

let gateway: TestGateway;
let backend: Backend;
let port: number;
let raw: RawHttp2;

beforeAll(async () => {
  backend = await startBackend();
  gateway = startTestGateway();
  gateway.serve(
    { 'ANY /p/{proxy+}': { integration: { type: 'HTTP_PROXY', uri: `${backend.origin}/{proxy}` } } },
    {
      domainNames: [
        {
          ...{ id: NAME, accountId: '000000000000', name: NAME, endpointType: 'REGIONAL' },
          mappings: [{ basePath: '', apiId: 'api1', stageName: 'prod' }],
          tls: { certificate: cert, privateKey: key, minVersion: 'TLSv1.2' },
        },
      ],
    },
  );
  ({ port } = await gateway.listenTls({ host: '127.0.0.1', port: 0 }));
});
beforeEach(async () => {
  backend.seen.length = 0;
  backend.handle = null;
  raw = await openRawHttp2(port, NAME);
});
afterEach(() => raw.socket.destroy());
afterAll(async () => {
  await gateway.close(0);
  await backend.close();
});

const answers = (streamId: number) => (frame: Frame) =>
  frame.streamId === streamId && (frame.type === FRAME.HEADERS || frame.type === FRAME.RESET);
const ends = (frame: Frame): boolean => frame.type === FRAME.GOAWAY;

/** What became of a request, and that the connection goes on. */
async function outcomeOf(...fields: Field[]): Promise<string> {
  raw.send(FRAME.HEADERS, WHOLE, 1, fieldBlock(...fields));
  const first = await raw.next(answers(1));
  raw.send(FRAME.HEADERS, WHOLE, 3, GET);
  expect((await raw.next(answers(3)))?.type).toBe(FRAME.HEADERS);
  if (first?.type === FRAME.RESET) return `reset ${codeOf(first)}`;
  const data = await raw.next((frame) => frame.streamId === 1 && frame.type === FRAME.DATA);
  return String(data?.payload);
}

const BAD_REQUEST = '{"message":"Bad Request"}';
const FROM_BACKEND = 'from the backend';

describe('a request', () => {
  it('goes through if nothing is wrong with it', async () => {
    expect(await outcomeOf(...pseudo(), HOST, ['x-a', 'b'])).toBe(FROM_BACKEND);
    expect(backend.seen).toHaveLength(2);
  });

  it.each<[string, Field[]]>([
    ['two hosts', [...pseudo(), HOST, ['host', 'elsewhere.example.com']]],
    ['two hosts, none of them :authority', [...pseudo(), ['host', NAME], ['host', 'elsewhere.example.com']]],
    ['a user in its host', [...pseudo(), [':authority', `me@${NAME}`]]],
    ['a blank in its host', [...pseudo(), [':authority', `${NAME} x`]]],
    ['a method that nobody knows', [...pseudo('BREW'), HOST]],
    ['a target with a blank', [...pseudo('GET', '/p/x y'), HOST]],
    ['a target with a line end', [...pseudo('GET', '/p/x\r\nX-A: b'), HOST]],
    ['a target with bytes beyond ASCII', [...pseudo('GET', '/p/\xe9'), HOST]],
    ['CONNECT', [[':method', 'CONNECT'], HOST]],
    ['a second length', [...pseudo(), HOST, ['content-length', '0'], ['content-length', '0']]],
    ['no host', pseudo()],
    ['a target that is a URL', [...pseudo('GET', 'https://elsewhere.example.com/p/x'), HOST]],
    ['a length without a body', [...pseudo('POST'), HOST, ['content-length', '5']]],
    ['a length that is none', [...pseudo('POST'), HOST, ['content-length', '+0']]],
    ['a name with a capital', [...pseudo(), HOST, ['X-A', 'b']]],
    ['transfer-encoding', [...pseudo('POST'), HOST, ['transfer-encoding', 'chunked']]],
    ['connection', [...pseudo(), HOST, ['connection', 'x-a']]],
    ['keep-alive', [...pseudo(), HOST, ['keep-alive', 'timeout=5']]],
    ['proxy-connection', [...pseudo(), HOST, ['proxy-connection', 'close']]],
    ['upgrade', [...pseudo(), HOST, ['upgrade', 'h2c']]],
    ['te that is not trailers', [...pseudo(), HOST, ['te', 'gzip']]],
    ['no method', [[':scheme', 'https'], [':path', '/p/x'], HOST]],
    ['no path', [[':method', 'GET'], [':scheme', 'https'], HOST]],
    ['an empty path', [...pseudo('GET', ''), HOST]],
    ['two paths', [...pseudo(), [':path', '/p/y'], HOST]],
    ['two authorities', [...pseudo(), HOST, [':authority', 'elsewhere.example.com']]],
    ['a pseudo-header behind the others', [...pseudo(), ['x-a', 'b'], HOST]],
    ['a pseudo-header of answers', [...pseudo(), HOST, [':status', '200']]],
    ['a pseudo-header that nobody knows', [...pseudo(), HOST, [':x', 'y']]],
    ['a websocket in it', [...pseudo('CONNECT'), HOST, [':protocol', 'websocket']]],
  ])('with %s is refused alone', async (_, fields) => {
    expect([BAD_REQUEST, `reset ${PROTOCOL_ERROR}`]).toContain(await outcomeOf(...fields));
    expect(backend.seen).toHaveLength(1);
  });

  it.each<[string, Field]>([
    ['a line end in a value', ['x-planted', 'b\r\nX-Evil: 1']],
    ['a bare CR', ['x-planted', 'b\rX-Evil: 1']],
    ['a bare LF', ['x-planted', 'b\nX-Evil: 1']],
    ['a NUL', ['x-planted', 'b\0x-evil']],
    ['a blank in a name', ['x-planted evil', 'b']],
    ['a colon in a name', ['x-planted:evil', 'b']],
    ['a line end in a name', ['x-planted\r\nx-evil', 'b']],
  ])('with %s is served without that field', async (_, field) => {
    expect(await outcomeOf(...pseudo(), HOST, field)).toBe(FROM_BACKEND);
    expect(JSON.stringify(backend.seen)).not.toMatch(/planted|evil/i);
  });

  it.each<[string, string, Buffer[]]>([
    ['longer', '3', [Buffer.from('hello')]],
    ['shorter', '9', [Buffer.from('hello')]],
  ])('whose body is %s than it says never comes to an end at a backend', async (_, length, parts) => {
    const { clientsGone } = gateway.services.counters;
    raw.send(FRAME.HEADERS, END_HEADERS, 1, fieldBlock(...pseudo('POST'), HOST, ['content-length', length]));
    parts.forEach((part, i) => {
      raw.send(FRAME.DATA, i === parts.length - 1 ? END_STREAM : 0, 1, part);
    });
    const reset = await raw.next((frame) => frame.type === FRAME.RESET && frame.streamId === 1);
    expect(reset === null ? null : codeOf(reset)).toBe(PROTOCOL_ERROR);
    raw.send(FRAME.HEADERS, WHOLE, 3, GET);
    await raw.next(answers(3));
    expect(backend.seen).toHaveLength(1);
    expect(gateway.services.counters).toMatchObject({ inFlight: 0, clientsGone: clientsGone + 1 });
  });

  it('whose body goes on behind its length is cut there', async () => {
    raw.send(FRAME.HEADERS, END_HEADERS, 1, fieldBlock(...pseudo('POST'), HOST, ['content-length', '5']));
    raw.send(FRAME.DATA, 0, 1, Buffer.from('hello'));
    raw.send(FRAME.DATA, END_STREAM, 1, Buffer.from('GET / HTTP/1.1'));
    raw.send(FRAME.HEADERS, WHOLE, 3, GET);
    await raw.next((frame) => frame.type === FRAME.RESET && frame.streamId === 1);
    await raw.next(answers(3));
    expect(backend.seen.map((it) => it.body).join('')).toMatch(/^(hello)?$/);
  });

  it.each(['POST', 'HEAD'])(
    '(%s) taken back without an error while its body comes is not taken for whole',
    async (method) => {
      const ends: string[] = [];
      let hasBegun = (): void => undefined;
      const begun = new Promise<void>((resolve) => {
        hasBegun = resolve;
      });
      const gone = new Promise<void>((resolve) => {
        backend.handle = (req) => {
          req.on('data', () => hasBegun());
          req.on('end', () => ends.push('whole'));
          req.on('error', () => undefined);
          req.on('close', resolve);
        };
      });
      raw.send(FRAME.HEADERS, END_HEADERS, 1, fieldBlock(...pseudo(method), HOST));
      raw.send(FRAME.DATA, 0, 1, Buffer.from('half of it'));
      await begun;
      raw.send(FRAME.RESET, 0, 1, Buffer.alloc(4));
      await gone;
      expect(ends).toEqual([]);
      expect(gateway.services.counters.inFlight).toBe(0);
    },
  );
});

describe('a client that makes work', () => {
  const isGoneWith = async (code: number): Promise<void> => {
    const goaway = await raw.next(ends);
    if (goaway !== null) expect(codeOf(goaway)).toBe(code);
    await raw.closed;
  };
  const code = (value: number): Buffer => Buffer.from([0, 0, 0, value]);

  it('by taking back all its requests is disconnected', async () => {
    const before = gateway.services.counters.requests;
    for (let id = 1; id < 4000; id += 2) {
      raw.send(FRAME.HEADERS, WHOLE, id, GET);
      raw.send(FRAME.RESET, 0, id, code(CANCEL));
    }
    await isGoneWith(ENHANCE_YOUR_CALM);
    expect(gateway.services.counters.requests - before).toBeLessThan(300);
    expect(gateway.services.counters.inFlight).toBe(0);
  });

  it('by taking them back one by one too', async () => {
    backend.handle = () => undefined;
    for (let id = 1; id < 1000 && !raw.socket.destroyed; id += 2) {
      raw.send(FRAME.HEADERS, WHOLE, id, GET);
      raw.send(FRAME.PING, 0, 0, Buffer.alloc(8));
      await raw.next((frame) => frame.type === FRAME.PING);
      raw.send(FRAME.RESET, 0, id, code(CANCEL));
    }
    await isGoneWith(ENHANCE_YOUR_CALM);
  });

  it.each<[string, number, Buffer]>([
    ['PING', FRAME.PING, Buffer.alloc(8)],
    ['SETTINGS', FRAME.SETTINGS, Buffer.from([0, 3, 0, 0, 0, 100])],
  ])('by one %s after the other is disconnected', async (_, type, payload) => {
    for (let i = 0; i < 5000; i++) raw.send(type, 0, 0, payload);
    await isGoneWith(ENHANCE_YOUR_CALM);
  });

  it('by headers that never end is disconnected', async () => {
    raw.send(FRAME.HEADERS, END_STREAM, 1, GET);
    for (let i = 0; i < 50; i++) raw.send(FRAME.CONTINUATION, 0, 1, fieldBlock(['x-a', 'b']));
    await raw.closed;
    expect(backend.seen).toEqual([]);
  });

  it('by more than 100 requests at once has the others refused', async () => {
    const held: (() => void)[] = [];
    backend.handle = (_, res) => held.push(() => res.end());
    await raw.next((frame) => frame.type === FRAME.SETTINGS);
    for (let id = 1; id < 2 * 101; id += 2) raw.send(FRAME.HEADERS, WHOLE, id, GET);
    const refused = await raw.next((frame) => frame.type === FRAME.RESET);
    expect([refused?.streamId, refused === null ? null : codeOf(refused)]).toEqual([201, REFUSED_STREAM]);
    expect(gateway.services.counters.inFlight).toBeLessThanOrEqual(100);
  });

  it('and half-closes takes its requests along', async () => {
    backend.handle = () => undefined;
    raw.send(FRAME.HEADERS, WHOLE, 1, GET);
    raw.socket.end();
    await raw.closed;
    expect(gateway.services.counters.inFlight).toBe(0);
  });
});

it('goes on whatever comes', async () => {
  // Always the same bytes: a failure can be looked at again.
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const blocks = [GET, POST, fieldBlock(...pseudo('HEAD'), HOST), Buffer.alloc(4), Buffer.alloc(5), Buffer.alloc(8, 1)];
  for (let round = 0; round < 150; round++) {
    const one = await openRawHttp2(port, NAME);
    for (let i = random(40); i > 0; i--) {
      const block = Buffer.from(blocks[random(blocks.length)] as Buffer);
      if (random(4) === 0) block[random(block.length)] = random(256);
      one.send(random(12), random(3) === 0 ? random(256) : WHOLE >> random(2), 1 + random(6), block);
    }
    if (random(2) === 0) one.socket.end();
    else one.socket.destroy();
    await one.closed;
  }
  raw.send(FRAME.HEADERS, WHOLE, 1, GET);
  expect((await raw.next(answers(1)))?.type).toBe(FRAME.HEADERS);
  await raw.next((frame) => frame.type === FRAME.DATA && (frame.flags & END_STREAM) !== 0);
  expect(gateway.services.counters).toMatchObject({ inFlight: 0, platformErrors: 0 });
});
