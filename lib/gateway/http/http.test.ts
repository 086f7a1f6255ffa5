import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactHeaderValues, headerValue, lastExactHeaderValue, safeHeaderValue } from './headers';
import { mediaTypeOf, pickByAccept } from './media-type';
import { lastQueryValue, parseQuery, queryValues } from './query';
import { targetProblem } from './request-target';

describe('query strings', () => {
  it.each([
    ['', []],
    ['a=1&b=2', ['a', '1', 'b', '2']],
    ['a=1;b=2', ['a', '1', 'b', '2']],
    ['a&&b=', ['a', '', 'b', '']],
    ['a=x=y', ['a', 'x=y']],
    ['q=one+two%2Bthree', ['q', 'one two+three']],
    ['caf%C3%A9=%E2%82%AC', ['café', '€']],
    ['a=%FF', ['a', '\ufffd']],
    ['a=%zz', ['a', '%zz']],
  ])('%s', (query, pairs) => {
    expect(parseQuery(query)).toEqual(pairs);
  });

  it('takes the last of repeated names for single values and all for multi values', () => {
    const pairs = parseQuery('a=1&A=x&a=2');
    expect(lastQueryValue(pairs, 'a')).toBe('2');
    expect(queryValues(pairs, 'a')).toEqual(['1', '2']);
    expect(lastQueryValue(pairs, 'b')).toBeUndefined();
  });

  it('gives back what encodeURIComponent was given', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (pairs) => {
        const query = pairs
          .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
          .join('&');
        expect(parseQuery(query)).toEqual(pairs.flat());
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (query) => parseQuery(query).length % 2 === 0));
  });
});

describe('request targets', () => {
  it.each([
    '/',
    '/prod/pets?x=%20&y=..',
    '/prod/a..b/...',
    '/prod/.well-known/x',
    '/prod/a%2Fb',
    '/prod/%252e%252e/x',
    '/prod//a',
  ])('%s is fine', (target) => {
    expect(targetProblem(target)).toBeUndefined();
  });

  it.each([
    '*',
    'prod',
    '/a b',
    '/caf\u00e9',
    '/a#b',
    '/%',
    '/%4',
    '/%zz',
    '/x?a=%g1',
    '/a%00',
    '/..',
    '/a/../b',
    '/a/./b',
    '/a/%2e%2E/b',
    '/a/.%2e',
    '/a%2f..%2fb',
    '/a/..%5cb',
    '/a\\..\\b',
    '/a/..?x=1',
  ])('%s is refused', (target) => {
    expect(targetProblem(target)).toBeTypeOf('string');
  });

  it('lets no dot segment pass that a backend would see after decoding once', () => {
    const piece = fc.constantFrom('a', '.', '..', '%2e', '%2E.', '%2f', '%5C', '/', '\\', '...');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const target = `/${pieces.join('')}`;
        const seen = decodeURIComponent(target).replaceAll('\\', '/').split('/');
        if (seen.includes('.') || seen.includes('..')) expect(targetProblem(target)).toBeTypeOf('string');
        else expect(targetProblem(target)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });
});

describe('headers', () => {
  const headers = ['X-Tag', 'one', 'x-tag', 'two', 'X-Tag', 'three'];

  it('are found in any case where HTTP says so, and by exact name where mappings say so', () => {
    expect(headerValue(headers, 'x-tag')).toBe('one');
    expect(lastExactHeaderValue(headers, 'X-Tag')).toBe('three');
    expect(exactHeaderValues(headers, 'X-Tag')).toEqual(['one', 'three']);
    expect(lastExactHeaderValue(headers, 'X-TAG')).toBeUndefined();
  });

  it('never carry control characters or anything beyond bytes', () => {
    expect(safeHeaderValue('a\r\nSet-Cookie: x')).toBe('aSet-Cookie: x');
    expect(safeHeaderValue('€')).toBe('\u00e2\u0082\u00ac');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => !/[^\t\x20-\x7e\x80-\xff]/.test(safeHeaderValue(value))),
    );
  }, 60_000);
});

describe('media types', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['Text/HTML; charset=utf-8', 'text/html'],
  ])('%s → %s', (header, type) => {
    expect(mediaTypeOf(header)).toBe(type);
  });

  it.each([
    ['text/xml', 'text/xml'],
    ['text/html, text/xml;q=0.5', 'text/xml'],
    ['image/png', 'application/json'],
    [undefined, 'application/json'],
  ])('Accept: %s takes the %s template', (accept, type) => {
    const templates = new Map([
      ['text/xml', 1],
      ['application/json', 2],
    ]);
    expect(pickByAccept(templates, accept)?.[0]).toBe(type);
  });

  it('takes the first template when none is JSON, and nothing when there is none', () => {
    expect(pickByAccept(new Map([['text/plain', 1]]), 'image/png')).toEqual(['text/plain', 1]);
    expect(pickByAccept(new Map(), undefined)).toBeUndefined();
  });
});
