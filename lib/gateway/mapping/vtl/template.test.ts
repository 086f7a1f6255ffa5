import { describe, expect, test } from 'vitest';
import { readJson } from '../read-json';
import { compileTemplate, MAX_TEMPLATE_BYTES, TemplateSyntaxError } from './template';
import { renderTemplate as render, TestHost } from './testing/render-template';
import { UtilObject } from './util-object';
import { jsonTextOf } from './value-text';
import { HostError, type VtlValue } from './values';

/** A JSON body, new for each test: templates may change it. */
const body = (): VtlValue =>
  readJson(
    '{"name":"Ann","age":7,"tags":["a/b",1.0,{"k":null}],"nested":{"a":1,"b":"two"},"none":null,"1":"one","big":12345678901234567890,"price":10.50,"yes":true}',
  );

describe('what is unresolved', () => {
  test.each([
    ['renders as nothing', `[$x][$!x][\${x}][$x.y][$body.x.y.z][$body.name.x()]`, '[][][][][][]'],
    ['counts as an empty string', '#if($x == "")T#end#if($body.none == "")T#end#if($x == $nope)T#end', 'TTT'],
    ['is true in #if', '#if($x)T#{else}F#end#if($body.none)T#{else}F#end#if(!$x)T#{else}F#end', 'TTF'],
    ['sets an empty string', '#set($y = "before")#set($y = $x)[$y]', '[]'],
    ['concatenates as an empty string', '#set($y = $x + "a" + $x)$y', 'a'],
  ])('%s', (_, template, expected) => {
    expect(render(template, { body: body() })).toBe(expected);
  });
});

describe('values of the JSON body', () => {
  test.each([
    ['an object prints as Java prints maps', '$body.nested', '{a=1, b=two}'],
    ['a list prints as JSON', '$body.tags', '["a\\/b",1.0,{"k":null}]'],
    ['a list in an object prints as JSON', '#set($x = {"t": $body.tags})$x', '{t=["a\\/b",1.0,{"k":null}]}'],
    ['numbers keep Java’s text', '$body.big $body.price $body.tags[1]', '12345678901234567890 10.5 1.0'],
    ['members are in the order of the body', '$body.keySet()', '[name, age, tags, nested, none, 1, big, price, yes]'],
    ['members are reached by any name', '$body["1"] $body.get("name") $body.nested["b"]', 'one Ann two'],
    ['booleans decide', '#if($body.yes)T#end#if($body.none == $null)N#end', 'TN'],
    ['loops go over lists', '#foreach($t in $body.tags)<$t>#end', '<a/b><1.0><{k=null}>'],
    ['loops go over values of objects', '#foreach($v in $body.nested)<$v>#end', '<1><two>'],
    ['entries of objects', '#foreach($e in $body.nested.entrySet())$e.key:$e.value,#end', 'a:1,b:two,'],
    ['arithmetic is Java’s', '#set($x = $body.age / 2)-$x#set($x = $body.price * 2)-$x', '-3-21.0'],
    ['big numbers do not overflow', '#set($x = $body.big + 1)$x', '12345678901234567891'],
  ])('%s', (_, template, expected) => {
    expect(render(template, { body: body() })).toBe(expected);
  });

  test('can be changed, which JSON text of them shows', () => {
    const changed = body();
    const template =
      '#set($body.name = "Bob")#set($ok = $body.nested.put("c", [1, {"d": "x/y"}]))#set($ok = $body.tags.add("new"))#set($ok = $body.remove("big"))';
    expect(render(template, { body: changed })).toBe('');
    expect(jsonTextOf(changed)).toBe(
      '{"name":"Bob","age":7,"tags":["a/b",1.0,{"k":null},"new"],"nested":{"a":1,"b":"two","c":[1,{"d":"x/y"}]},"none":null,"1":"one","price":10.5,"yes":true}',
    );
  });

  test('are safe when they are frozen', () => {
    const frozen = { list: Object.freeze([1]), map: Object.freeze({ a: 1 }) };
    expect(() => render('$frozen.list.add(2)', { frozen })).toThrow('can’t be changed. (line 1, column');
    expect(() => render('#set($frozen.map.b = 2)', { frozen })).toThrow('can’t be changed');
    expect(frozen).toEqual({ list: [1], map: { a: 1 } });
  });

  test('that hold themselves are no JSON', () => {
    const list: VtlValue[] = [];
    list.push(list);
    expect(() => jsonTextOf(list)).toThrow(HostError);
  });
});

describe('objects of the gateway', () => {
  const roots = () => ({
    context: new TestHost({ stage: 'prod', 'a-b': 'dash', identity: new TestHost({ ip: '::1' }) }),
  });

  test.each([
    ['properties', `$context.stage $context.identity.ip \${context.stage}s`, 'prod ::1 prods'],
    ['by name in brackets and get()', "$context['stage'] $context.get('a-b')", 'prod dash'],
    ['methods get their values', '$context.echo("a", 2, [1, {"k": 2.0}])', 'a|2|[1, {k=2.0}]'],
    ['unknown ones are unresolved', '[$context.nope][$context.nope.nope][$context.foo()]', '[][][]'],
    ['loops go over their values', '#foreach($v in $context.identity)$v#end', '::1'],
    ['print what they say', '$context.identity', 'host'],
  ])('%s', (_, template, expected) => {
    expect(render(template, roots())).toBe(expected);
  });

  test('take what #set gives them', () => {
    const { context } = roots();
    render('#set($context.status = 400)#set($context.identity["x-y"] = "z")', { context });
    expect(context.get('status')).toBe(400);
    expect(render('$context.identity["x-y"]', { context })).toBe('z');
  });

  test('say why they refuse, with the place', () => {
    expect(() => render('a\n $context.refuse()', roots())).toThrow('The host refuses. (line 2, column 11)');
  });

  test('can be hidden by a variable of the template', () => {
    expect(render('#set($context = 1)$context', roots())).toBe('1');
  });
});

describe('$util', () => {
  test.each([
    ['escapeJavaScript', `$util.escapeJavaScript("it's ""a"" <b/> \\ é")`, `it\\'s \\"a\\" <b\\/> \\\\ \\u00E9`],
    ['escapeJavaScript of control characters', '$util.escapeJavaScript($control)', '\\n\\t\\u0001'],
    ['parseJson', '$util.parseJson(\'{"a":{"b":[1,2]}}\').a.b[1]', '2'],
    ['parseJson prints as Java', '$util.parseJson(\'{"a":{"b":"c"}}\')', '{a={b=c}}'],
    ['urlEncode', '$util.urlEncode("a b&c=d/é~*")', 'a+b%26c%3Dd%2F%C3%A9%7E*'],
    ['urlDecode', '$util.urlDecode("a+b%26%C3%A9")', 'a b&é'],
    ['base64Encode', '$util.base64Encode("héllo")', 'aMOpbGxv'],
    ['base64Decode', '$util.base64Decode("aMOpbGxv")', 'héllo'],
    ['nothing else', '[$util.toJson("a")][$util.escapeJavaScript()][$util.urlEncode("a", "b")][$util.x]', '[][][][]'],
  ])('%s', (_, template, expected) => {
    expect(render(template, { util: new UtilObject(), control: '\n\t\u0001' })).toBe(expected);
  });

  test('says what is no JSON', () => {
    expect(() => render('$util.parseJson("{")', { util: new UtilObject() })).toThrow('is no JSON');
    expect(() => render('$util.urlDecode("%zz")', { util: new UtilObject() })).toThrow('without two digits');
  });
});

describe('a syntax error says where and what', () => {
  test.each([
    ['a\n  #if($x)\nb', 2, 3, 'This #if has no #end.'],
    ['#foreach($x in $y)\n#if($x)\n#end', 1, 1, 'This #foreach has no #end.'],
    ['x #end', 1, 3, 'This #end ends nothing'],
    ['#else', 1, 1, 'This #else belongs to no #if.'],
    ['#if($a)\n#else\n#elseif($b)\n#end', 3, 1, 'This #elseif belongs to no #if.'],
    ['#set($x 1)', 1, 9, '#set needs "=" behind the variable'],
    ['#set($x = )', 1, 11, 'A value is needed here'],
    ['#set(x = 1)', 1, 6, '#set needs a variable'],
    ['#if($x', 1, 7, 'must end with ")"'],
    ['$x.y("a" "b")', 1, 10, 'separated by ","'],
    [`\${x`, 1, 4, 'must end with "}"'],
    ['#set($x = "abc)', 1, 11, 'no closing quote'],
    ['#set($x = {"a": 1,, })', 1, 19, 'A value is needed here'],
    ['#set($x = "a #if(")', 1, 19, 'A value is needed here'],
    ['\n#set($x = "line\n #if(")', 3, 7, 'A value is needed here'],
    ['#foreach($x)#end', 1, 1, '#foreach needs a variable and a list'],
    ['#macro()#end', 1, 1, '#macro needs a name'],
    ['#parse("x.vm")', 1, 1, '#parse reads other templates'],
    ['#include("x.txt")', 1, 1, '#include reads other files'],
    ['#evaluate(1)', 1, 1, '#evaluate needs one string'],
    ['#[[ never closed', 1, 1, 'no closing "]]#"'],
    ['price in $', 1, 10, "can't end with"],
    ['#set($x = 5 -3)', 1, 13, 'must end with ")"'],
  ])('%j', (template, line, column, message) => {
    const error = compileTemplate(template);
    expect(error).toBeInstanceOf(TemplateSyntaxError);
    expect(error).toMatchObject({ line, column, message: expect.stringContaining(message) });
  });
});

describe('a template that is only text', () => {
  test.each([
    ['{"statusCode": 200}', '{"statusCode": 200}'],
    ['a ## comment\nb #* c *##[[$raw]]#', 'a b $raw'],
    ['#macro(x)unused#end\\#if', '\\#if'.slice(1)],
    ['', ''],
  ])('%j is constant', (template, constant) => {
    expect(compileTemplate(template)).toMatchObject({ constant });
    expect(render(template)).toBe(constant);
  });

  test.each(['$x', '#set($x = 1)', '#foo', '#if(true)a#end'])('%j is not', (template) => {
    expect(compileTemplate(template)).toMatchObject({ constant: undefined });
  });
});

test('references are listed with their place and whether the template sets them', () => {
  const template = compileTemplate(
    `#set($own = $context.identity.sourceIp)\n"$own.x \${input.path("$.a").b}"#if("$nope")#end`,
  );
  expect(template instanceof TemplateSyntaxError ? [] : template.references()).toMatchObject([
    { text: '$own', root: 'own', path: [], isOwn: true, line: 1, column: 6 },
    {
      text: '$context.identity.sourceIp',
      root: 'context',
      path: ['identity', 'sourceIp'],
      isOwn: false,
      line: 1,
      column: 13,
    },
    { text: '$own.x', root: 'own', path: ['x'], isOwn: true, line: 2, column: 2 },
    { text: `\${input.path("$.a").b}`, root: 'input', path: [], method: 'path', isOwn: false, line: 2, column: 9 },
    { text: '$nope', root: 'nope', path: [], isOwn: false, line: 2, column: 37 },
  ]);
});

test('a macro that one rendering evaluates is unknown to the next', () => {
  const template = compileTemplate(`#if($define == "yes")#evaluate('#macro(m)M#end')#end#m()`);
  if (template instanceof TemplateSyntaxError) throw template;
  expect(template.render(new Map([['define', 'yes']]))).toBe('M');
  expect(template.render(new Map([['define', 'no']]))).toBe('#m()');
});

test('a template of more than 300 KB is refused', () => {
  expect(compileTemplate('x'.repeat(MAX_TEMPLATE_BYTES))).not.toBeInstanceOf(TemplateSyntaxError);
  expect(compileTemplate('é'.repeat(MAX_TEMPLATE_BYTES / 2 + 1))).toBeInstanceOf(TemplateSyntaxError);
});
