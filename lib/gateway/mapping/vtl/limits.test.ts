import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from './rendering';
import { compileTemplate, TemplateError, TemplateSyntaxError } from './template';
import { renderTemplate as render, TestHost } from './testing/render-template';
import { UtilObject } from './util-object';

const DOUBLE = '#set($s = $s + $s)';

describe('what would not end ends with the reason and the place', () => {
  test.each([
    [
      'a macro that calls itself',
      '#macro(m)#m()#end\n#m()',
      /Macros call each other more than 20 levels deep, here #m\. \(line 1, column 10\)/,
    ],
    ['macros that call each other', '#macro(a)#b()#end#macro(b)#a()#end#a()', /more than 20 levels deep/],
    ['#evaluate of itself', "#set($t = '#evaluate($t)')#evaluate($t)", /evaluates itself more than 20 levels deep/],
    [
      'a loop over more than 1,000 items',
      '\n#foreach($i in [1..1001])$i#end',
      /goes over more than 1000 items\. \(line 2, column 1\)/,
    ],
    [
      'loops in loops',
      '#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])x#end#end#end',
      /more than 500000 steps/,
    ],
    [
      'a range of a billion',
      '#foreach($i in [1..1000000000])$i#end',
      /The range \[1\.\.1000000000\] has more than 100000 items/,
    ],
    ['a range from end to end', '#set($r = [-2147483648..2147483647])', /has more than 100000 items/],
    [
      'an output of 1 GB',
      `#set($s = "0123456789")${DOUBLE.repeat(19)}#foreach($i in [1..1000])$s#end`,
      /The output grew past 10485760 characters/,
    ],
    ['a string of 1 GB', `#set($s = "0123456789")${DOUBLE.repeat(27)}`, /A string grew past 10485760 characters/],
    [
      'a string that doubles by interpolation',
      `#set($s = "0123456789")${'#set($s = "$s$s")'.repeat(27)}`,
      /grew past 10485760|more than 500000 steps/,
    ],
    [
      'a string that replace() blows up',
      `#set($s = "0123456789")${DOUBLE.repeat(16)}#set($s = $s.replace("", $s))`,
      /more than 500000 parts/,
    ],
    [
      'a string that replaceAll() blows up',
      `#set($s = "0123456789")${DOUBLE.repeat(12)}#set($s = $s.replaceAll("[0-9]", $s))`,
      /A string grew past|steps/,
    ],
    ['a string that repeat() blows up', '$text.repeat(2000000000)', /A string grew past/],
    [
      'a string that join() blows up',
      `#set($s = "0123456789")${DOUBLE.repeat(19)}$s.join($s, [1, 2, 3, 4])`,
      /A string grew past/,
    ],
    ['a list that doubles', `#set($l = [1])${'#set($ok = $l.addAll($l))'.repeat(40)}`, /more than 500000 steps/],
    ['a list in itself', '#set($l = [])#set($m = [$l])#set($ok = $l.add($m))$l', /nested deeper than 1000 levels/],
    [
      'the hash of a list in itself',
      '#set($l = [])#set($m = [$l])#set($ok = $l.add($m))$l.hashCode()',
      /nested deeper than 1000 levels/,
    ],
    [
      'lists in themselves that are compared',
      '#set($a = [])#set($x = $a.add([$a]))#set($b = [])#set($x = $b.add([$b]))$a.equals($b)',
      /nested deeper than 1000 levels/,
    ],
    [
      'a map in itself',
      '#set($a = {})#set($b = {"a": $a})#set($x = $a.put("b", $b))$a',
      /nested deeper than 1000 levels/,
    ],
    [
      'a list of a list of a list … twice each',
      `#set($l = [1])${'#set($l = [$l, $l])'.repeat(60)}$l`,
      /steps|grew past/,
    ],
    [
      'a number that squares itself',
      `#set($n = 99999999999999999999)${'#set($n = $n * $n)'.repeat(40)}#if($n > 1)ok#end#break($n)`,
      /#break can only leave a loop/,
    ],
    [
      '$util in a loop',
      '#foreach($i in [1..1000])#set($x = $util.escapeJavaScript($big))#end',
      /more than 500000 steps/,
    ],
    ['#evaluate of a long text in a loop', '#foreach($i in [1..1000])#evaluate($big)#end', /more than 500000 steps/],
    [
      'equalsIgnoreCase in a loop',
      '#foreach($i in [1..1000])#if($big.equalsIgnoreCase($big))#end#end',
      /more than 500000 steps/,
    ],
    [
      'a list that is searched in a loop',
      '#set($l = [1..100000])#foreach($i in [1..1000])#if($l.contains("x"))#end#end',
      /more than 500000 steps/,
    ],
    [
      'keys that are long in a loop',
      '#set($m = {})#foreach($i in [1..1000])#if($m.get($big))#end#end',
      /more than 500000 steps/,
    ],
  ])('%s', (_, template, message) => {
    const big = 'a'.repeat(100_000);
    const commas = ','.repeat(1_000_000);
    const large = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i]));
    expect(() => render(template, { util: new UtilObject(), big, commas, large, text: 'some text' })).toThrow(message);
    expect(() => render(template, { util: new UtilObject(), big, commas, large, text: 'some text' })).toThrow(
      TemplateError,
    );
  });

  test.each([
    ['a regex that backtracks elsewhere', '$a.replaceAll("^(a+)+$", "x")', 'aaa!', 'aaa!'],
    ['a regex that backtracks elsewhere, long', '$a.matches("^(a+)+$")', `${'a'.repeat(50_000)}!`, 'false'],
    ['a regex with alternatives', '$a.replaceAll("(a|aa)+$", "x")', `${'a'.repeat(5000)}b`, `${'a'.repeat(5000)}b`],
  ])('%s', (_, template, a, expected) => {
    expect(render(template, { a })).toBe(expected);
  });

  test('a regex that looks at all the rest for each of its matches is cut off', () => {
    expect(() => render('$a.replaceAll(".*?b|a", "x")', { a: 'a'.repeat(100_000) })).toThrow(TemplateError);
  });

  test.each([
    ['repetition of repetition', '$a.replaceAll("((a{100}){100}){100}", "x")'],
    ['look-ahead', '$a.replaceAll("a(?=b)", "x")'],
    ['a back reference', '$a.matches("(a)\\1")'],
    ['an open group', '$a.split("(a")'],
    ['a pattern of 2,000 characters', '$a.matches($long)'],
    ['a group that is not there', '$a.replaceAll("(a)", "$2")'],
    ['a "$" alone', "$a.replaceAll('a', 'x$')"],
    ['a backslash at the end', "$a.replaceAll('a', 'x\\')"],
  ])('a regex with %s is refused by name', (_, template) => {
    const run = () => render(template, { a: 'aab', long: '[a]'.repeat(700) });
    expect(run).toThrow(TemplateError);
    expect(run).toThrow(/regular expression|replacement text/);
  });

  test('limits are the caller’s', () => {
    expect(() => render('#foreach($i in [1..3])$i#end', {}, { ...DEFAULT_LIMITS, iterations: 2 })).toThrow('2 items');
    expect(() => render('abc$x', { x: 'd' }, { ...DEFAULT_LIMITS, outputLength: 3 })).toThrow('3 characters');
    expect(render('#foreach($i in [1..3])$i#end', {}, { ...DEFAULT_LIMITS, iterations: 3 })).toBe('123');
  });

  test('a loop over exactly 1,000 items is none', () => {
    expect(render('#foreach($i in [1..1000])x#end')).toBe('x'.repeat(1000));
  });
});

describe('what nests too deeply is a syntax error', () => {
  test.each([
    ['blocks', `${'#if($x)'.repeat(200)}${'#end'.repeat(200)}`],
    ['parentheses', `#set($x = ${'('.repeat(5000)}1${')'.repeat(5000)})`],
    ['lists', `#set($x = ${'['.repeat(5000)}1${']'.repeat(5000)})`],
    ['maps', `#set($x = ${'{"a":'.repeat(5000)}1${'}'.repeat(5000)})`],
    ['negations', `#set($x = ${'!'.repeat(5000)}true)`],
    ['method arguments', `${'$a.b('.repeat(5000)}1${')'.repeat(5000)}`],
    ['indexes', `${'$a['.repeat(5000)}1${']'.repeat(5000)}`],
    ['operations in a row', `#set($x = 1${' + 1'.repeat(5000)})`],
    ['more than 200 macros', Array.from({ length: 201 }, (_, i) => `#macro(m${i})x#end`).join('')],
  ])('%s', (_, template) => {
    expect(compileTemplate(template)).toBeInstanceOf(TemplateSyntaxError);
  });

  test('deep on the left and long on the right is refused too, or renders', () => {
    const level = (inner: string) => `(${inner}${' + 1'.repeat(400)})`;
    let expression = '1';
    for (let i = 0; i < 90; i++) expression = level(expression);
    const template = compileTemplate(`#set($x = ${expression})$x`);
    const ends = template instanceof TemplateSyntaxError || endsByItself(() => template.render(new Map()));
    expect(ends).toBe(true);
  });
});

describe('compiling takes time in proportion to the text', () => {
  test.each([
    ['backslashes', '\\'.repeat(300_000)],
    ['backslashes and letters', '\\a'.repeat(150_000)],
    ['dollars', '$'.repeat(299_999)],
    ['hashes', '#'.repeat(299_999)],
    ['blanks', ' '.repeat(300_000)],
    ['an open comment', '#*'.repeat(150_000)],
    ['an open literal', `#[[${'a]'.repeat(140_000)}`],
    ['words', '#a '.repeat(100_000)],
    ['quotes', '"a" '.repeat(75_000)],
    ['an open string', `#set($x = "${'a""'.repeat(99_000)}`],
    ['references', '$a.b '.repeat(60_000)],
    ['sets', '#set($a=1)\n'.repeat(25_000)],
  ])('%s', (_, template) => {
    const result = compileTemplate(template);
    expect(result instanceof TemplateSyntaxError || result.render(new Map()) !== null).toBe(true);
  });
});

describe('nothing of JavaScript can be reached', () => {
  const names = [
    ...['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'call'],
    ...['apply', 'bind', 'caller', 'arguments', 'then', 'length', 'name', 'class', 'getClass', 'process', 'globalThis'],
    ...[
      'require',
      'Buffer',
      'eval',
      'Function',
      'map',
      'filter',
      'push',
      'forEach',
      'items',
      'entries',
      'kept',
      'text',
    ],
  ];
  const roots = () => ({ string: 'text', number: 1, flag: true, list: [1], object: { a: 1 }, host: new TestHost({}) });

  test.each(names)('by the key %s', (name) => {
    expect(render(`[$object["${name}"]][$host["${name}"]][$host.get("${name}")]`, roots())).toBe('[][][]');
  });

  /** A name with "_" first is no property in Velocity: the "." is text then. */
  const identifiers = names.filter((name) => !name.startsWith('_'));

  test.each(identifiers)('by the property %s', (name) => {
    const read = ['string', 'number', 'flag', 'list', 'object', 'host', 'none'].map((root) => `$${root}.${name}`);
    const made = `#set($l = [1])#set($m = {"a": 1})#foreach($e in $m.entrySet())$e.${name}#end$l.${name}$m.${name}`;
    expect(render(`${read.join('')}${made}$${name}`, roots())).toBe('');
  });

  test.each(identifiers.filter((name) => !['toString', 'valueOf', 'length', 'entries'].includes(name)))(
    'by the method %s',
    (name) => {
      const calls = ['string', 'number', 'flag', 'list', 'object', 'host', 'none'].flatMap((root) => [
        `$${root}.${name}()`,
        `$${root}.${name}("a")`,
        `$${root}.${name}("return 1")("x")`,
      ]);
      expect(render(calls.join(''), roots())).toBe('("x")'.repeat(7));
    },
  );

  test('names of JavaScript are ordinary keys', () => {
    const template =
      '#set($object["__proto__"] = "p")#set($object.constructor = "c")#set($m = {"__proto__": 1})#set($m.prototype = 2)$object["__proto__"]$object.constructor$m["__proto__"]$m.prototype';
    const given = roots();
    expect(render(template, given)).toBe('pc12');
    expect(Object.getPrototypeOf(given.object)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).p).toBeUndefined();
    expect(render('#set($__proto__ = 1)#set($constructor = 2)$__proto__$constructor')).toBe('12');
  });

  test('a macro may have such a name', () => {
    expect(render('#macro(constructor)c#end#macro(toString)t#end#constructor()#toString()#hasOwnProperty()')).toBe(
      'ct#hasOwnProperty()',
    );
  });

  test('a member of the body that looks like a method is data', () => {
    const object = JSON.parse('{"toString":"x","get":"y","call":"z","then":1,"toJSON":2}');
    expect(render('$object.get("get")$object.toString $object', { object })).toBe(
      'yx {toString=x, get=y, call=z, then=1, toJSON=2}',
    );
  });
});

const FRAGMENTS = [
  ...[
    '$x',
    '$!{x.y}',
    '${',
    '$!',
    '$',
    '#',
    '##',
    '#*',
    '*#',
    '#[[',
    ']]#',
    '\\',
    '"',
    "'",
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
  ],
  ...['#if(', '#if($x)', '#elseif($y)', '#else', '#{else}', '#end', '#foreach($i in $list)', '#foreach($i in [1..$n])'],
  ...[
    '#set($x = ',
    '#set($x = $x + $x)',
    '#set($list[0] = $list)',
    '#macro(m $a)',
    '#m($x)',
    '#@m($x)',
    '$bodyContent',
  ],
  ...[
    '#define($d)',
    '$d',
    '#evaluate($t)',
    '#evaluate("$t$t")',
    '#break',
    '#stop',
    '#literal()',
    '.add($list)',
    '.size()',
  ],
  ...[
    '.replaceAll("',
    '.get(0)',
    '$list',
    '$map.put($x, $map)',
    '$map',
    ' == ',
    ' && ',
    ' + ',
    ' - ',
    '1',
    '-1',
    '2.5',
  ],
  ...['..', ',', ':', ' ', '\n', '\t', 'true', 'in', 'a', 'é', '\u0000', '\ud800', '#parse("a")', '#include("b")'],
];

const anyTemplate = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 25 }).map((parts) => parts.join('')),
);

test('any text is a template or a syntax error with a place in it, and any template ends', () => {
  fc.assert(
    fc.property(anyTemplate, (source) => {
      const template = compileTemplate(source);
      if (template instanceof TemplateSyntaxError) {
        const lines = source.split(/\r\n|\n|\r/);
        expect(template.line).toBeGreaterThanOrEqual(1);
        expect(template.line).toBeLessThanOrEqual(lines.length);
        expect(template.column).toBeGreaterThanOrEqual(1);
        expect(template.message).not.toBe('');
        return;
      }
      const roots = () => new Map(Object.entries({ x: 'text', n: 5, list: [1, 'a'], map: { a: 1 }, t: source }));
      expect(endsByItself(() => template.render(roots(), { ...DEFAULT_LIMITS, steps: 20_000 }))).toBe(true);
      template.references();
    }),
    { numRuns: 3000 },
  );
});

/** With an output or with an error of the template's. */
function endsByItself(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof TemplateError) return true;
    throw error;
  }
}
