// Every place where a stage variable may stand, and what it puts there.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IntegrationDefinition } from '../model';
import { type Backend, startBackend } from '../testing/backend';
import type { Loose } from '../testing/definitions';
import { startTestGateway } from '../testing/test-gateway';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());
beforeEach(() => {
  backend.seen.length = 0;
  backend.answer = {};
});

/** ${stageVariables.name}, as owners write it. */
const v = (name: string): string => `\${stageVariables.${name}}`;
const quoted = (name: string): string => `\${stageVariables['${name}']}`;

async function callWith(integration: Loose<IntegrationDefinition>) {
  const gateway = startTestGateway();
  const origin = new URL(backend.origin);
  gateway.serve(
    {
      'GET /x': {
        methodResponses: { '200': { responseParameters: { 'method.response.header.X-Out': false } } },
        integration,
      },
    },
    {
      api: {
        gatewayResponses: {
          MISSING_AUTHENTICATION_TOKEN: {
            responseParameters: { 'gatewayresponse.header.X-Out': 'stageVariables.text' },
            responseTemplates: {
              'application/json': `$stageVariables.text ${v('text')} $stageVariables['text'] ${quoted('text')} [$stageVariables.none${quoted('none')}]`,
            },
          },
        },
      },
      stage: {
        variables: {
          ...{
            host: origin.host,
            name: origin.hostname,
            port: origin.port,
            address: `${origin.host}/deep?from=variable`,
          },
          ...{ origin: backend.origin, path: 'a/b', query: 'q=1&r=2', text: 'blue' },
        },
      },
    },
  );
  return gateway;
}

describe('in the URI of an HTTP integration', () => {
  it.each([
    ['the host', `http://${v('host')}/p`, '/p'],
    ['host and port apart', `http://${v('name')}:${quoted('port')}/p`, '/p'],
    ['everything behind the protocol', `http://${v('address')}`, '/deep?from=variable'],
    ['everything', `${v('origin')}/p`, '/p'],
    ['the path, several segments of it', `http://${v('host')}/p/${v('path')}/c`, '/p/a/b/c'],
    ['the query', `http://${v('host')}/p?${v('query')}&s=${v('text')}`, '/p?q=1&r=2&s=blue'],
    ['a part of a segment', `http://${v('host')}/v-${v('text')}.json`, '/v-blue.json'],
    ['nothing, where there is no such variable', `http://${v('host')}/p${v('none')}`, '/p'],
    ['nothing, where JavaScript has something of that name', `http://${v('host')}/p${v('constructor')}`, '/p'],
  ])('%s', async (_title, uri, path) => {
    const gateway = await callWith({ type: 'HTTP_PROXY', uri });
    expect((await gateway.call('GET /x')).status).toBe(200);
    expect(backend.seen.map((seen) => seen.path)).toEqual([path]);
  });
});

describe('in mappings', () => {
  it.each([
    ['a whole value', 'stageVariables.text', 'blue'],
    ['no part of one: it stays text', "'a stageVariables.text'", 'a stageVariables.text'],
    ['nothing of that name', 'stageVariables.none', ''],
    ['nothing of JavaScript’s', 'stageVariables.constructor', ''],
  ])('of requests and answers: %s', async (_title, expression, value) => {
    const gateway = await callWith({
      type: 'HTTP',
      uri: `${v('origin')}/p`,
      requestParameters: { 'integration.request.header.X-In': expression },
      integrationResponses: [
        {
          ...{ statusCode: '200', selectionPattern: '', responseTemplates: {} },
          responseParameters: { 'method.response.header.X-Out': expression },
        },
      ],
    });
    const answer = await gateway.call('GET /x');
    const sent = backend.seen[0]?.headers ?? [];
    expect(sent[sent.indexOf('X-In') + 1]).toBe(value);
    expect(answer.headers['x-out']).toBe(value);
  });
});

it.each([
  ['$stageVariables.text', 'blue'],
  ["$stageVariables['text']", 'blue'],
  [quoted('text'), 'blue'],
  [`[$stageVariables.none${quoted('none')}]`, '[]'],
  ['[$stageVariables.constructor]', '[]'],
])('in a template: %s is %s', async (template, text) => {
  const gateway = await callWith({
    type: 'MOCK',
    integrationResponses: [
      {
        ...{ statusCode: '200', selectionPattern: '', responseParameters: {} },
        responseTemplates: { 'application/json': template },
      },
    ],
  });
  expect((await gateway.call('GET /x')).text).toBe(text);
});

it('in gateway responses, in all four spellings and in their headers', async () => {
  const gateway = await callWith({ type: 'MOCK' });
  expect(await gateway.call('GET /missing')).toMatchObject({
    text: 'blue blue blue blue []',
    headers: { 'x-out': 'blue' },
  });
});
