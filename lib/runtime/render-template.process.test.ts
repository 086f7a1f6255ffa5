import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { RenderTemplateRequest } from '@/lib/gateway';
import { buildPrograms, Harness } from './testing/harness';

let programs: Awaited<ReturnType<typeof buildPrograms>>;
let harness: Harness;

beforeAll(async () => {
  programs = await buildPrograms();
});
afterAll(() => programs.remove());
beforeEach(async () => {
  harness = await Harness.open(programs.folder);
});
afterEach(() => harness.close());

const request = (template: string): RenderTemplateRequest => ({
  ...{ template, direction: 'request', apiId: 'api1', accountId: '000000000000' },
  ...{ resourceId: 'r1', resourcePath: '/pets' },
  sample: {
    ...{ httpMethod: 'POST', pathParameters: {}, queryString: '', headers: [], body: '{"name":"Rex"}' },
    ...{ stageVariables: {}, context: {} },
  },
});

/** Loops of 1,000 in loops of 1,000 … */
const ENDLESS = `ok\n${'#foreach($i in [1..1000])'.repeat(4)}#set($x = $i)${'#end'.repeat(4)}`;
const GIGABYTE = `\n\n#foreach($i in [1..1000])#foreach($j in [1..1000])${'x'.repeat(1000)}#end#end`;

it('a template is rendered in a process of its own, whatever it does; workers that serve notice nothing', async () => {
  const runtime = await harness.startRuntime();
  const api = await harness.createApi({
    'GET /live': {
      methodResponses: { '200': { responseParameters: {} } },
      integration: {
        integrationResponses: [
          { statusCode: '200', selectionPattern: '', responseParameters: {}, responseTemplates: {} },
        ],
      },
    },
  });
  await runtime.publish();
  const [rendered, endless, gigabyte, ...answers] = await Promise.all([
    runtime.renderTemplate(request('Hello $input.path("$.name")$nothing')),
    runtime.renderTemplate(request(ENDLESS)),
    runtime.renderTemplate(request(GIGABYTE)),
    ...Array.from({ length: 10 }, () => harness.call(runtime.port, api, '/live')),
  ]);
  expect(rendered).toMatchObject({ output: 'Hello Rex', error: null });
  expect(rendered.references).toEqual([
    expect.objectContaining({ text: '$input.path("$.name")', reads: 1, misses: 0 }),
    expect.objectContaining({ text: '$nothing', reads: 1, misses: 1 }),
  ]);
  expect(endless).toMatchObject({ output: null, error: { kind: 'rendering', line: 2 } });
  expect(endless.error?.message).toMatch(/more than 500000 steps/);
  expect(gigabyte).toMatchObject({ output: null, error: { kind: 'rendering' } });
  expect(gigabyte.error?.message).toMatch(/output grew past 10485760 characters/);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect((await runtime.status()).workers).toMatchObject([{ restarts: 0 }]);
});

it('a console without workers renders too, one template after the other in the same process', async () => {
  const runtime = await harness.startRuntime({ workers: 0 });
  const texts = await Promise.all(
    ['#foreach($i in [1..3])$i#end', '$util.urlEncode("a b")'].map((it) => runtime.renderTemplate(request(it))),
  );
  expect(texts.map(({ output }) => output)).toEqual(['123', 'a+b']);
});
