import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerFields, requestStartOf } from './http2-head';
import type { RequestStart } from './request-line';

const fields = (...more: string[]) => [':method', 'GET', ':scheme', 'https', ':path', '/a?b', ...more];
const HOST = [':authority', 'shop.example.com'];

describe('a request', () => {
  it('has the headers that HTTP/1.1 would have', () => {
    const request = requestStartOf(
      fields(...HOST, 'cookie', 'a=1', 'x-a', '1', 'cookie', 'b=2', 'x-a', '2', 'host', 'SHOP.example.com'),
      true,
    );
    expect(request).toMatchObject({ method: 'GET', target: '/a?b', isHttp11: true, bodyLength: 0, expect: null });
    expect((request as RequestStart).headers).toEqual([
      ...['Host', 'shop.example.com', 'cookie', 'a=1; b=2', 'x-a', '1', 'x-a', '2'],
    ]);
  });

  it.each<[string, string[], boolean, number]>([
    ['ended', [], true, 0],
    ['of no known length', [], false, -1],
    ['of a known length', ['content-length', '7'], false, 7],
    ['of length 0, not ended', ['content-length', '0'], false, 0],
  ])('%s', (_, more, hasEnded, bodyLength) => {
    expect(requestStartOf(fields(...HOST, ...more), hasEnded)).toMatchObject({ bodyLength });
  });

  it('takes its host from Host where there is no other', () => {
    expect(requestStartOf(fields('host', 'a.example'), true)).toMatchObject({ headers: ['Host', 'a.example'] });
  });

  it('that is read has one Host, and nothing of a connection or of the protocol', () => {
    const name = fc.constantFrom(
      ...[
        ':authority',
        'host',
        'cookie',
        'x-a',
        'te',
        'connection',
        'transfer-encoding',
        'content-length',
        'expect',
        ':x',
      ],
    );
    const pairs = fc.array(fc.tuple(name, fc.constantFrom('a', 'b', '1', '', 'trailers', 'x@y')), { maxLength: 8 });
    fc.assert(
      fc.property(pairs, fc.boolean(), (more, hasEnded) => {
        const request = requestStartOf(fields(...more.flat()), hasEnded);
        if (typeof request === 'string') return;
        const names = request.headers.filter((_, i) => i % 2 === 0).map((it) => it.toLowerCase());
        for (const once of ['host', 'cookie', 'content-length']) {
          expect(names.filter((it) => it === once).length).toBeLessThanOrEqual(1);
        }
        expect(names[0]).toBe('host');
        expect(request.headers[1]).toMatch(/^(a|b|1|trailers)$/);
        for (const it of names) expect(it).not.toMatch(/^(:.*|connection|transfer-encoding)$/);
      }),
    );
  });
});

it('an answer has names in lower case, lists of what is repeated, and nothing of a connection', () => {
  const headers = ['Set-Cookie', 'a', 'X-A', '1', 'Set-Cookie', 'b', 'x-a', '2', 'WWW-Authenticate', 'Basic'];
  const ofConnection = [
    'Connection',
    'close',
    'Keep-Alive',
    'timeout=5',
    'Transfer-Encoding',
    'chunked',
    'Upgrade',
    'h2c',
  ];
  expect({ ...answerFields(200, [...headers, ...ofConnection]) }).toEqual({
    ...{ ':status': 200, 'set-cookie': ['a', 'b'], 'x-a': '1, 2', 'www-authenticate': ['Basic'] },
  });
});
