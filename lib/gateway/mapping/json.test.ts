import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubleOf, ExactNumber, javaNumberText, javaTypeOf, numberFromText } from './java-number';
import {
  isJsonNumber,
  isJsonObject,
  type JsonValue,
  memberCount,
  memberNames,
  memberOf,
  memberValues,
  objectFromEntries,
} from './json-value';
import { JsonSyntaxError, MAX_JSON_DEPTH, readJson } from './read-json';
import { JsonWriteError, writeJson } from './write-json';

describe('numbers', () => {
  // Types as json-smart's parser gives them, texts as Java 21's toString.
  it.each([
    ['0', 'Integer', '0'],
    ['-0', 'Integer', '0'],
    ['2147483647', 'Integer', '2147483647'],
    ['2147483648', 'Long', '2147483648'],
    ['-2147483649', 'Long', '-2147483649'],
    ['9007199254740993', 'Long', '9007199254740993'],
    ['9223372036854775807', 'Long', '9223372036854775807'],
    ['-9223372036854775808', 'Long', '-9223372036854775808'],
    ['9223372036854775808', 'BigInteger', '9223372036854775808'],
    ['123456789012345678901234567890', 'BigInteger', '123456789012345678901234567890'],
    ['1.0', 'Double', '1.0'],
    ['-0.0', 'Double', '-0.0'],
    ['1e3', 'Double', '1000.0'],
    ['1E+2', 'Double', '100.0'],
    ['1.50', 'Double', '1.5'],
    ['10.05', 'Double', '10.05'],
    ['0.001', 'Double', '0.001'],
    ['0.0001', 'Double', '1.0E-4'],
    ['9999999.5', 'Double', '9999999.5'],
    ['10000000.5', 'Double', '1.00000005E7'],
    ['1e7', 'Double', '1.0E7'],
    ['1e-7', 'Double', '1.0E-7'],
    ['123456789.25', 'Double', '1.2345678925E8'],
    ['1e400', 'Double', 'Infinity'],
    ['1e-400', 'Double', '0.0'],
    ['1.5e99999999999999999999', 'Double', 'Infinity'],
    ['0.1234567890123456789', 'BigDecimal', '0.1234567890123456789'],
    ['12345678901234567890.10', 'BigDecimal', '12345678901234567890.10'],
    ['1.2345678901234567890e5', 'BigDecimal', '123456.78901234567890'],
    ['1.2345678901234567890e50', 'BigDecimal', '1.2345678901234567890E+50'],
    ['0.000000000000000000001', 'BigDecimal', '1E-21'],
  ])('%s is a %s and prints as %s', (text, type, printed) => {
    const number = numberFromText(text);
    expect([javaTypeOf(number), javaNumberText(number)]).toEqual([type, printed]);
    // However it is read, alone or in a list.
    expect(javaNumberText(readJson(text) as number)).toBe(printed);
    const [, read] = readJson(`[null, ${text}]`) as readonly JsonValue[];
    expect(isJsonNumber(read) && javaNumberText(read)).toBe(printed);
  });

  it('computed Doubles stay Doubles', () => {
    expect([doubleOf(3), doubleOf(0.5), doubleOf(-0)].map(javaNumberText)).toEqual(['3.0', '0.5', '-0.0']);
  });
});

describe('reading', () => {
  it.each([
    ['{"a":1,"b":[true,null,"x"]}', { a: 1, b: [true, null, 'x'] }],
    [' [ ] ', []],
    ['"\\u00e9\\n"', 'é\n'],
    ['{"a":1,"a":2}', { a: 2 }],
    // Through the exact reader.
    [
      '{"a":{},"b":[],"c":1.0,"d":"1e3","e":[1.5,-2]}',
      { a: {}, b: [], c: new ExactNumber('1.0', 'Double', 1), d: '1e3', e: [1.5, -2] },
    ],
    ['{"x":1.0,"a":1,"a":2}', { x: new ExactNumber('1.0', 'Double', 1), a: 2 }],
    ['36893488147419103232', new ExactNumber('36893488147419103232', 'BigInteger', 2 ** 65)],
  ])('%s', (text, value) => {
    expect(readJson(text)).toEqual(value);
  });

  it.each([
    '{"b":1,"10":2,"a":3,"9":4}',
    '{"2":{"1":"x","0":"y"},"b":[{"7":1,"a":2}]}',
    '{"b":1,"\\u0031":2}',
    '{"__proto__":{"x":1},"a":2}',
    '{"constructor":{"prototype":1},"toString":2}',
  ])('%s keeps its members in their order', (text) => {
    expect(writeJson(readJson(text))).toBe(text.replace('\\u0031', '1'));
  });

  it('reaches no inherited member', () => {
    for (const text of ['{"a":1}', '{"a":1,"1":2}']) {
      const object = readJson(text);
      for (const name of ['__proto__', 'constructor', 'toString', 'size', 'get']) {
        expect(isJsonObject(object) && memberOf(object, name)).toBeUndefined();
      }
    }
    const own = readJson('{"__proto__":{"polluted":true}}');
    expect(isJsonObject(own) && memberOf(own, '__proto__')).toEqual({ polluted: true });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('takes plain objects and maps alike', () => {
    for (const text of ['{"b":1,"a":2}', '{"b":1,"a":2,"1":3}']) {
      const object = readJson(text);
      if (!isJsonObject(object)) throw new Error('not an object');
      expect(memberNames(object).slice(0, 2)).toEqual(['b', 'a']);
      expect(memberValues(object).slice(0, 2)).toEqual([1, 2]);
      expect(memberCount(object)).toBe(memberNames(object).length);
    }
    expect(objectFromEntries([['a', 1]])).toEqual({ a: 1 });
    expect(
      objectFromEntries([
        ['a', 1],
        ['0', 2],
      ]),
    ).toEqual(
      new Map([
        ['a', 1],
        ['0', 2],
      ]),
    );
  });

  it.each([
    ['', 1, 1, 'ends too early'],
    ['{"a":1,}', 1, 8, '"}" is not JSON here'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'is not JSON here'],
    ["{'a':1}", 1, 2, 'is not JSON here'],
    ['[1,2', 1, 5, 'ends too early'],
    ['[01]', 1, 3, 'is not JSON here'],
    ['[+1]', 1, 2, 'is not JSON here'],
    ['[1.]', 1, 3, 'is not JSON here'],
    ['[.5]', 1, 2, 'is not JSON here'],
    ['NaN', 1, 1, 'is not JSON here'],
    ['"abc', 1, 1, 'no closing quote'],
    ['"a\\"', 1, 1, 'no closing quote'],
    ['["a\nb"]', 1, 2, 'control character'],
    ['["\\x"]', 1, 2, 'bad escape'],
    ['{} x', 1, 4, 'is not JSON here'],
    ['{"a":1.0} x', 1, 11, 'is not JSON here'],
    ['{1:2}', 1, 2, 'is not JSON here'],
    ['{"a" 1}', 1, 6, 'is not JSON here'],
    ['nul', 1, 1, 'is not JSON here'],
    [`[${'1'.repeat(1001)}]`, 1, 2, 'more than 1000 characters'],
  ])('%j is refused at line %i, column %i', (text, line, column, message) => {
    expect(() => readJson(text)).toThrow(JsonSyntaxError);
    try {
      readJson(text);
    } catch (error) {
      expect(error).toMatchObject({ line, column, message: expect.stringContaining(message) });
    }
  });

  it(`reads ${MAX_JSON_DEPTH} levels and refuses more, at any size and with any reader`, () => {
    for (const [open, inner, close] of [
      ['[', '1', ']'],
      ['{"a":', '1', '}'],
      ['[', '1.0', ']'],
      ['{"1":', '1', '}'],
    ] as const) {
      const nested = (depth: number) => open.repeat(depth) + inner + close.repeat(depth);
      expect(writeJson(readJson(nested(MAX_JSON_DEPTH)))).toBe(nested(MAX_JSON_DEPTH));
      expect(() => readJson(nested(MAX_JSON_DEPTH + 1))).toThrow('deeper than 1000 levels');
    }
    const padded = `${'['.repeat(10_000)}"${'x'.repeat(10 * 1024 * 1024)}"${']'.repeat(10_000)}`;
    expect(() => readJson(padded)).toThrow('deeper than 1000 levels');
    expect(readJson(`["${'['.repeat(5000)}\\"${'{'.repeat(5000)}"]`)).toHaveLength(1);
  });

  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.integer({ min: 0, max: 2 }), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(loose(readJson(text))).toEqual(JSON.parse(text));
        // The leading Double makes the exact reader read it.
        const [, exact] = readJson(`[1.0,${text}]`) as readonly JsonValue[];
        expect(loose(exact as JsonValue)).toEqual(JSON.parse(text));
      }),
    );
  }, 60_000);

  it('reads numbers as their texts say', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0059'), minLength: 1, maxLength: 19 });
    const number = fc
      .tuple(
        fc.constantFrom('', '-'),
        digits.map((it) => it.replace(/^0+(?=\d)/, '')),
        fc.option(digits),
        fc.option(fc.constantFrom('e1', 'E-3', 'e+20')),
      )
      .map(
        ([sign, whole, fraction, exponent]) =>
          `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent ?? ''}`,
      );
    fc.assert(
      fc.property(number, (text) => {
        expect(readJson(`{"a":${text}}`)).toEqual({ a: numberFromText(text) });
        expect(readJson(` ${text} `)).toEqual(numberFromText(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('reads bytes as their text, whatever is in them', () => {
    const part = fc.oneof(
      fc.constantFrom('é', '€', '😀', '\\u00e9', '\\"', 'plain', 'a text of some length', '\\ud83d', '1', '__proto__'),
      fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte >= 0x80))),
    );
    const string = fc.array(part, { maxLength: 6 }).map((parts) => Buffer.concat(parts.map((it) => Buffer.from(it))));
    fc.assert(
      fc.property(fc.array(fc.tuple(string, string), { maxLength: 5 }), (members) => {
        const json = members.flatMap(([name, value], index) => [
          Buffer.from(index === 0 ? '"' : ', "'),
          ...[name, Buffer.from('": "'), value, Buffer.from('"')],
        ]);
        const bytes = Buffer.concat([Buffer.from('{'), ...json, Buffer.from('}')]);
        const text = bytes.toString('utf8');
        expect(loose(readJson(text, bytes))).toEqual(JSON.parse(text));
        expect(readJson(text)).toEqual(readJson(text, bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps half of a surrogate pair', () => {
    const lone = `${'x'.repeat(20)}${String.fromCharCode(0xd800)}`;
    expect(readJson(`["${lone}"]`)).toEqual([lone]);
  });

  it('refuses what JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '1.0',
      '-',
      'true',
      'null',
      ' ',
      '\\',
      '.',
      'e',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        const isJson = parses(text);
        if (isJson) readJson(text);
        else expect(() => readJson(text)).toThrow(JsonSyntaxError);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('writing', () => {
  it.each([
    ['{ "a" : [ 1 , 2.50, 1.0, 1e3 ], "b" : null }', '{"a":[1,2.5,1.0,1000.0],"b":null}'],
    ['"caf\\u00e9 \\u20ac \\ud83d\\ude00 a/b"', '"café € 😀 a/b"'],
    ['"\\" \\\\ \\b\\f\\n\\r\\t \\u0001 \\u001f \\u007f"', '"\\" \\\\ \\b\\f\\n\\r\\t \\u0001 \\u001F \\u007F"'],
    ['{"z\\"":{"y":{}},"a":[[]]}', '{"z\\"":{"y":{}},"a":[[]]}'],
    ['[9007199254740993,-0,1e400]', '[9007199254740993,0,1e400]'],
  ])('%s → %s', (text, written) => {
    expect(writeJson(readJson(text))).toBe(written);
  });

  it('escapes "/" where a list prints itself', () => {
    expect(writeJson(['a/b', { 'c/d': 1 }], { escapesSlash: true })).toBe('["a\\/b",{"c\\/d":1}]');
  });

  it('writes what JSON.parse reads back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.parse(writeJson(readJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  }, 60_000);

  it('ends on values that hold themselves, and on small ones that print long', () => {
    const endless: JsonValue[] = [];
    endless.push(endless);
    expect(() => writeJson(endless)).toThrow(JsonWriteError);
    let doubled: JsonValue = 'x';
    for (let i = 0; i < 60; i++) doubled = [doubled, doubled];
    expect(() => writeJson(doubled, { maxLength: 100_000 })).toThrow('longer than 100000 characters');
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** As JSON.parse would have it. */
function loose(value: JsonValue): unknown {
  if (isJsonNumber(value)) return Number(value.toString());
  if (Array.isArray(value)) return value.map(loose);
  if (isJsonObject(value)) {
    const entries: [string, unknown][] = memberNames(value).map((name) => [name, loose(memberOf(value, name) ?? null)]);
    return Object.fromEntries(entries);
  }
  return value;
}
