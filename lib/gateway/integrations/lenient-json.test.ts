import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLenientJson } from './lenient-json';

describe('lenient JSON', () => {
  it.each([
    ['{"statusCode": 200}', { statusCode: 200 }],
    ['{statusCode: 200}', { statusCode: 200 }],
    ["{'statusCode': 204,}", { statusCode: 204 }],
    ['{\n  statusCode: ok, list: [1, 2,],\n}', { statusCode: 'ok', list: [1, 2] }],
    ['"\\u0041\\n"', 'A\n'],
    ['  {} ', {}],
  ])('%s', (text, value) => {
    expect(parseLenientJson(text)).toEqual(value);
  });

  it.each(['', '{', '{a}', '{a:1 b:2}', '{"a":"', '[1', '{} x', '"\\u00g0"', '{,}'])('%s is refused', (text) => {
    expect(() => parseLenientJson(text)).toThrow(SyntaxError);
  });

  it('reads every JSON text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        expect(parseLenientJson(text)).toEqual(JSON.parse(text));
      }),
    );
  }, 60_000);

  it('ends on any text, with a value or a SyntaxError', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseLenientJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });
});
