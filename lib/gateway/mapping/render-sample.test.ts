import { describe, expect, test } from 'vitest';
import { MAX_SHOWN, type RenderTemplateRequest, renderSample, type TemplateSample } from './render-sample';

const SAMPLE: TemplateSample = {
  httpMethod: 'POST',
  pathParameters: { petId: 'a/b' },
  queryString: 'limit=5&empty=',
  headers: [{ name: 'X-Tenant', value: 'blue' }],
  body: '{"name":"Rex","tags":["a","b"],"owner":null,"blank":""}',
  stageVariables: { table: 'pets' },
  context: { 'identity.sourceIp': '203.0.113.9', 'authorizer.claims.sub': 'me' },
};

const render = (template: string, sample: Partial<TemplateSample> = {}, more: Partial<RenderTemplateRequest> = {}) =>
  renderSample({
    ...{ template, direction: 'request', apiId: 'api1', accountId: '000000000000', resourceId: 'r1' },
    ...{ resourcePath: '/pets/{petId}', sample: { ...SAMPLE, ...sample } },
    ...more,
  });

const missed = (template: string) =>
  render(template)
    .references.filter(({ misses }) => misses > 0)
    .map(({ text, line, column, reads, misses }) => `${line}:${column} ${text} ${misses}/${reads}`);

describe('a sample is rendered as the request that it stands for', () => {
  test.each([
    ["$input.json('$.name') $input.path('$.tags').size()", '"Rex" 2'],
    ["$input.params('petId') $input.params('limit') $input.params('X-Tenant')", 'a/b 5 blue'],
    ['$stageVariables.table $context.httpMethod $context.resourcePath', 'pets POST /pets/{petId}'],
    ['$context.path $context.apiId', '/test-invoke-stage/pets/a%2Fb api1'],
    ["$util.base64Encode('x')", 'eA=='],
    ['$context.identity.sourceIp $context.authorizer.claims.sub', '203.0.113.9 me'],
    ['$context.requestTimeEpoch', '1767225600000'],
  ])('%s', (template, expected) => {
    expect(render(template)).toMatchObject({ output: expected, error: null });
  });

  test('what the sample says of $context does not take the rest of its group away', () => {
    const headers = [{ name: 'User-Agent', value: 'curl' }];
    expect(render('$context.identity.userAgent|$context.identity.sourceIp', { headers }).output).toBe(
      'curl|203.0.113.9',
    );
    expect(render('$context.requestTimeEpoch', { context: { requestTimeEpoch: '5' } }).output).toBe('5');
  });

  test('a response template reads what the backend answered, and still the parameters of the request', () => {
    const sample = { integrationBody: '{"id":7}' };
    expect(render("$input.json('$.id') $input.params('limit')", sample, { direction: 'response' }).output).toBe('7 5');
  });

  test('gives the same text at any time', () => {
    const template = '$context.requestId $context.requestTime $context.extendedRequestId';
    expect(render(template).output).toBe(render(template).output);
  });
});

describe('references', () => {
  test.each([
    ['$input.path("$.nope") $input.path("$.name")', ['1:1 $input.path("$.nope") 1/1']],
    ["\n  $input.params('nope')", ["2:3 $input.params('nope') 1/1"]],
    ["$input.json('$.nope')", ["1:1 $input.json('$.nope') 1/1"]],
    // It is there, and empty.
    ["$input.json('$.blank')$input.path('$.blank')", []],
    // The value of a case or of an argument is the outer reference's own business.
    ["$util.escapeJavaScript($input.json('$.nope'))", ["1:24 $input.json('$.nope') 1/1"]],
    ['#foreach($t in [1, 2, 3])$m.get($t)#end', ['1:26 $m.get($t) 3/3']],
    ["#set($t = {'a': 1})#foreach($k in ['a', 'b'])$t.get($k)#end", ['1:46 $t.get($k) 1/2']],
    ['"$nothing"\n#set($x = "$inString")', ['1:2 $nothing 1/1', '2:12 $inString 1/1']],
    ['#macro(m $a)$a.x#end#m($context.stage)', ['1:13 $a.x 1/1']],
    ['#if(false)$never#end', []],
  ])('that nothing was there for: %s', (template, expected) => {
    expect(missed(template)).toEqual(expected);
  });

  test('say what they are', () => {
    const [first, second, third, fourth] = render('$util.toJson($x) #set($x = 1) \\$context.nope $!quiet').references;
    expect([first, second, third, fourth]).toMatchObject([
      { root: 'x', isOwn: true },
      { root: 'util', method: 'toJson', isOwn: false },
      { root: 'x' },
      { text: '$context.nope', path: ['nope'], isEscaped: true, reads: 0 },
    ]);
  });
});

describe('what goes wrong has its place', () => {
  test.each([
    ['{\n  #if($x)\n}', 'syntax', /./, 4],
    ["a\nb $input.path('$..[')", 'rendering', /path/i, 2],
    [
      '\n\n#foreach($i in [1..100])#foreach($j in [1..1000])#set($a = $j * 2)$a.toString().length()#end#end',
      'rendering',
      /more than 500000 steps/,
      3,
    ],
    ['x#foreach($i in [1..2000])$i#end', 'rendering', /more than 1000 items/, 1],
  ])('%s', (template, kind, message, line) => {
    const { output, error } = render(template);
    expect(output).toBeNull();
    expect(error).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(error?.line).toBeLessThanOrEqual(line);
    expect(error?.message).not.toMatch(/\(line/);
  });

  test('a body that is no JSON, at the reference that reads it', () => {
    const { error } = render('{\n  "name": $input.json(\'$.name\')\n}', { body: '{' });
    expect(error).toMatchObject({ kind: 'rendering', line: 2, column: 11 });
    expect(error?.message).toMatch(/^Invalid JSON in request body: /);
  });
});

test('overrides are told, with what was set twice', () => {
  const template = `#set($context.requestOverride.header.X = "1")#set($context.responseOverride.status = 418)`;
  expect(render(template).overrides).toEqual({
    set: [
      { name: 'requestOverride.header.X', value: '1' },
      { name: 'responseOverride.status', value: '418' },
    ],
    conflict: undefined,
  });
  const twice = render(`${template}#set($context.requestOverride.header.X = "2")`);
  expect(twice.overrides.conflict).toBe('requestOverride.header.X');
});

test('a long output is measured, and its beginning shown', () => {
  const { output, outputLength } = render(`#foreach($i in [1..1000])${'x'.repeat(5000)}#end`);
  expect([output?.length, outputLength]).toEqual([MAX_SHOWN, 5_000_000]);
  expect(render(`#foreach($i in [1..1000])${'x'.repeat(20_000)}#end`).error?.message).toMatch(/output grew past/);
});
