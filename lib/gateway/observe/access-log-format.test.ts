import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError, integrationFailure } from '../errors/gateway-error';
import { loggedRequest } from '../testing/logged-request';
import { compileAccessLogFormat } from './access-log-format';
import type { LoggedRequest } from './access-log-variables';
import { CACHE_HIT, CACHE_UNUSED } from './metrics';

const lineOf = (format: string, extra: Partial<LoggedRequest> = {}) =>
  compileAccessLogFormat(format)(loggedRequest(extra), 200, 1499);

// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
const CLF =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId';
const CSV =
  '$context.identity.sourceIp,$context.identity.caller,$context.requestTime,$context.httpMethod,$context.identity.userAgent,$context.requestId';
const JSON_LINE =
  '{ "requestId":"$context.requestId", "ua":"$context.identity.userAgent", "status":$context.status, "bare":$context.identity.userAgent, "error":$context.error.messageString, "integration":$context.integration.latency }';
const XML =
  '<request id="$context.requestId"> <path>$context.path</path> <ua a=\'$context.identity.userAgent\'>$context.identity.caller</ua> </request>';

describe('a line', () => {
  it('in the Common Log Format', () => {
    expect(lineOf(CLF)).toBe(
      '127.0.0.1 - - [02/Mar/2026:10:00:00 +0000]"GET /pets/{petId} HTTP/1.1" 200 42 5e9c4b6e-3b0d-4f3e-9d6e-1f2a3b4c5d6e JKJaXmPLvHcESHA=',
    );
  });

  const failed = (error: GatewayError) => ({ error });
  it.each<[string, Partial<LoggedRequest>, string]>([
    ['$context.responseLatency', {}, '1'],
    ['$context.integrationLatency $context.integration.latency', {}, '1 1'],
    ['$context.integrationLatency', { integrationUs: -1 }, '-'],
    ['$context.integration.status', { integrationStatus: 404 }, '404'],
    ['$context.integration.status $context.integrationStatus', { integrationStatus: 0, upstreamCall: null }, '- -'],
    ['$context.integration.integrationStatus', { integrationStatus: 418 }, '200'],
    [
      '$context.integration.requestId',
      { upstreamCall: { status: 200, headers: ['X-Amzn-RequestId', 'backend-1'] } },
      'backend-1',
    ],
    ['$context.integration.error', failed(integrationFailure('connect ECONNREFUSED')), 'connect ECONNREFUSED'],
    ['$context.integration.error', { ...failed(integrationFailure('x')), upstreamCall: null }, '-'],
    [
      '$context.error.responseType|$context.error.message',
      failed(new GatewayError('THROTTLED')),
      'THROTTLED|Too Many Requests',
    ],
    ['$context.error.messageString', failed(new GatewayError('THROTTLED')), '\\"Too Many Requests\\"'],
    ['$context.error.message', {}, '-'],
    ['$context.identity.apiKey', { apiKeyValue: 'abcdefghijklmnopqrstuvwxyz' }, '**********uvwxyz'],
    ['$context.identity.apiKey', { apiKeyValue: 'short' }, '**********'],
    ['$context.identity.apiKeyId', { apiKeyId: '' }, '-'],
    ['$context.xrayTraceId', {}, '1-69a560a0-5e9c4b6e3b0d4f3e1f2a3b4c'],
    ['$context.requestTimeEpoch', {}, '1772445600007'],
    ['$context.cache', {}, 'miss'],
    ['$context.cache', { cacheOutcome: CACHE_HIT }, 'hit'],
    ['$context.cache', { cacheOutcome: CACHE_UNUSED }, '-'],
    ['$context.stage. $context.nothing.like.it $context.toString $context.constructor', {}, 'prod. - - -'],
    ['$contextual $context. $stageVariables.x $context', {}, '$contextual $context. $stageVariables.x $context'],
    ['$context.status\n', {}, '200'],
    ['é $context.status', {}, '\\u00e9 200'],
  ])('%s', (format, extra, expected) => {
    expect(lineOf(format, extra)).toBe(expected);
  });
});

describe('what a client sends', () => {
  const agent = (value: string): Partial<LoggedRequest> => ({ headers: ['User-Agent', value] });

  it('can’t break JSON, inside of quotes or without them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const line = lineOf(JSON_LINE, agent(value));
        expect(line).toMatch(/^[ -~]*$/);
        expect(JSON.parse(line)).toEqual({
          ...{ requestId: '5e9c4b6e-3b0d-4f3e-9d6e-1f2a3b4c5d6e', ua: value, bare: value },
          ...{ status: 200, error: '-', integration: 1 },
        });
      }),
    );
    const line = lineOf(JSON_LINE, { error: new GatewayError('THROTTLED'), integrationUs: -1 });
    expect(JSON.parse(line)).toMatchObject({ error: 'Too Many Requests', integration: '-' });
  });

  it('can’t break XML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const line = lineOf(XML, { ...agent(value), fullPath: value });
        expect(line).toMatch(/^[ -~]*$/);
        expect(line.match(/[<>]/g)?.join('')).toBe('<><><><><><>');
        expect(line.match(/["']/g)?.join('')).toBe(`""''`);
        expect(line).not.toMatch(/&(?!(lt|gt|amp|quot|apos|#\d+);)/);
      }),
    );
    expect(lineOf(XML, agent('<é😀\u0001>'))).toContain('&lt;&#233;&#128512;\\u0001&gt;');
  });

  it('can’t add a line, a field or the end of a quotation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const line = lineOf(CSV, agent(value));
        expect(line).toMatch(/^[ -~]*$/);
        expect(line.split(',')).toHaveLength(6);
        const quoted = lineOf('"$context.identity.userAgent" $context.requestId', agent(value));
        expect(quoted).toMatch(/^"([^"\\]|\\.)*" [0-9a-f-]{36}$/);
        expect(lineOf('$context.requestId $context.identity.userAgent', agent(value)).split(' ')).toHaveLength(2);
      }),
    );
  });

  it('stays readable where it does no harm', () => {
    expect(lineOf('"$context.identity.userAgent"', agent('Mozilla/5.0 (X11; Linux)'))).toBe(
      '"Mozilla/5.0 (X11; Linux)"',
    );
    expect(lineOf('$context.identity.userAgent $context.status', agent('a b'))).toBe('a\\u0020b 200');
  });
});
