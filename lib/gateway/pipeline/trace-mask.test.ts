import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, parseMaskPath, Redactor, TraceMask } from './trace-mask';

const maskOf = (maskedNames: string[], maskedJsonPaths: string[]) => new TraceMask({ maskedNames, maskedJsonPaths });

function maskedBody(body: string, names: string[], paths: string[]): string {
  const redactor = new Redactor(maskOf(names, paths));
  const bytes = Buffer.from(body, 'utf8');
  redactor.learnBody(bytes);
  return redactor.body(bytes);
}

describe('masking of bodies', () => {
  it.each<[string, string[], string[], string]>([
    ['{"a":{"b":"secret"}}', [], ['$.a.b'], `{"a":{"b":"${MASK}"}}`],
    ['{"a":[{"b":1},{"b":2,"c":3}]}', [], ['$.a[*].b'], `{"a":[{"b":"${MASK}"},{"b":"${MASK}","c":3}]}`],
    ['{"a":[1,2,3]}', [], ['$.a[1]'], `{"a":[1,"${MASK}",3]}`],
    ['{"x":{"y":{"pin":1}},"pin":{"z":2}}', [], ['$..pin'], `{"x":{"y":{"pin":"${MASK}"}},"pin":"${MASK}"}`],
    ['{"a b":1}', [], ["$['a b']"], `{"a b":"${MASK}"}`],
    [
      '{"Password":"x","deep":{"PASSWORD":1}}',
      ['password'],
      [],
      `{"Password":"${MASK}","deep":{"PASSWORD":"${MASK}"}}`,
    ],
    ['{"body":"{\\"pin\\":7}"}', [], ['$.pin'], `{"body":"{\\"pin\\":\\"${MASK}\\"}"}`],
    ['{"Authorization":"x"}', [], [], `{"Authorization":"${MASK}"}`],
    ['user=7&pin=12', ['pin'], [], `user=7&pin=${MASK}`],
    ['{ "kept" :  1 }', [], ['$.other'], '{ "kept" :  1 }'],
    ['plain text', [], ['$.a'], 'plain text'],
    ['{"cut off', [], ['$.a'], '(not kept: this stage masks parts of bodies, and this one is no whole JSON)'],
    ['{"cut off', [], [], '{"cut off'],
  ])('%s without %j %j', (body, names, paths, expected) => {
    expect(maskedBody(body, names, paths)).toBe(expected);
  });

  it('never keeps a value that a path names, however it is written elsewhere', () => {
    const secret = fc.string({ minLength: 6, maxLength: 30, unit: 'grapheme' }).filter((it) => it.trim() === it);
    fc.assert(
      fc.property(secret, fc.json(), (value, noise) => {
        fc.pre(
          !/^[*0-9.e+-]+$/i.test(value) && !noise.includes(value) && !value.startsWith('{') && !value.startsWith('['),
        );
        const body = JSON.stringify({ secret: value, noise: JSON.parse(noise) as unknown });
        const redactor = new Redactor(maskOf([], ['$.secret']));
        redactor.learnBody(Buffer.from(body));
        const elsewhere = `before ${value} ${JSON.stringify(value)} ${encodeURIComponent(value)} after`;
        expect(redactor.text(elsewhere).includes(value)).toBe(MASK.includes(value));
        expect(redactor.text(JSON.stringify(JSON.stringify({ v: value }))).includes(value)).toBe(false);
      }),
    );
  });

  it('gives up on paths and documents that would take too long', () => {
    const deep = `${'['.repeat(10_000)}1${']'.repeat(10_000)}`;
    const wide = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => [[[i]]]));
    for (const body of [deep, wide]) {
      const startedAt = performance.now();
      maskedBody(body, [], ['$..*..*..*..*..*']);
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    }
  });
});

describe('masking of names', () => {
  const redactor = new Redactor(maskOf(['X-Own'], []));
  redactor.learnPairs(['Authorization', 'Bearer abcdefghij', 'x-own', 'own-value', 'Accept', 'text/plain']);

  it('keeps names and masks values', () => {
    expect(redactor.pairs(['authorization', 'Bearer abcdefghij', 'X-OWN', '1', 'Accept', 'a'])).toBe(
      `authorization: ${MASK}\nX-OWN: ${MASK}\nAccept: a`,
    );
    expect(redactor.query('a=1&x-own=2&b')).toBe(`a=1&x-own=${MASK}&b`);
  });

  it('finds the values elsewhere, also the token alone', () => {
    expect(redactor.text('sent abcdefghij with own-value')).toBe(`sent ${MASK} with ${MASK}`);
  });
});

describe('paths of the mask', () => {
  it.each(['$.a', '$..a', "$['a b'].c", '$[0][*].*', '$.a-b', '$.$ref'])('%s is one', (path) => {
    expect(parseMaskPath(path)).toBeDefined();
  });
  it.each(['', '$', 'a', '$.', '$a', '$.a[?(@.b)]', '$[', '$.a..'])('%s is none', (path) => {
    expect(parseMaskPath(path)).toBeUndefined();
  });
  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMaskPath(`$${text}`)));
  });
});
