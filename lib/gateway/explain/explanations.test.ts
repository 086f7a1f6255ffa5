import { describe, expect, it } from 'vitest';
import { GATEWAY_RESPONSE_TYPES } from '../model';
import * as explain from './explanations';
import { nearestPath } from './nearest-path';

/** Cause → what it must say. */
const CASES: readonly (readonly [explain.Explanation, string, string])[] = [
  [explain.explainDisabledEndpoint('h'), 'default endpoint (h) is switched off', 'Switch the default endpoint on'],
  [explain.explainMethod('DELETE', '/pets', ['GET', 'POST']), 'no DELETE on /pets; GET and POST exist', 'GET or POST'],
  [explain.explainMethod('PUT', '/a', ['GET']), 'no PUT on /a; GET exists', 'add the method PUT'],
  [explain.explainResource('/petz', 'prod', '/pets'), 'the nearest is /pets', '/pets?'],
  [
    explain.explainResource('/x', 'prod', undefined),
    'No resource of stage prod answers the path /x.',
    'create the resource',
  ],
  [explain.explainAccessDenied(''), 'No policy allows', 'resource policy'],
  [explain.explainAccessDenied('Statement[0] of the resource policy'), 'Statement[0] of', 'resource policy'],
  [explain.explainToken(''), 'nobody in without a token', 'Sign in again'],
  [explain.explainToken('The token is signed with "none".'), 'signed with "none"', 'access token'],
  [explain.explainExpiredToken(), 'expired', 'refresh token'],
  [explain.explainIssuerUnavailable('The keys of x could not be read.'), 'keys of x', 'reaches the issuer'],
  [explain.explainKeyMissing(), 'the request has none', 'x-api-key'],
  [explain.explainKeySource(), 'from an authorizer only', 'HEADER'],
  [explain.explainKeyUnknown(), 'does not exist', 'Copy the key'],
  [explain.explainKeyDisabled('k1'), 'k1 is disabled', 'Enable'],
  [explain.explainKeyExpired('k1', 0), 'expired at 1970-01-01 00:00 UTC', 'new key'],
  [explain.explainKeyWithoutPlan('k1'), 'in no usage plan', 'Add the key'],
  [explain.explainPlanWithoutStage('k1', ['p1'], 'prod'), 'its plan p1 has no stage prod', 'Add the stage prod'],
  [explain.explainPlanWithoutStage('k1', ['p1', 'p2'], 'prod'), 'none of its plans (p1 and p2)', 'prod'],
  [
    explain.explainThrottle({ name: 'the account’s limit', rateLimit: 5, burstLimit: 2, place: 'settings' }),
    'The account’s limit is used up: 5 requests a second, 2 at once',
    'settings',
  ],
  [
    explain.explainThrottle({ name: 'a limit', rateLimit: 5, burstLimit: 0, place: 'x' }),
    'lets nothing through',
    'raise rate',
  ],
  [
    explain.explainQuota({ plan: 'p1', used: 10, limit: 10, period: 'DAY', resetsAtMs: 86_400_000 }),
    'plan p1 is used up until 1970-01-02 00:00 UTC: 10 of 10 requests this day',
    'grant',
  ],
  [
    explain.explainParameters('Missing required request parameters: [page]'),
    'The request lacks required request parameters: [page].',
    'required',
  ],
  [explain.explainBody('[name is missing]', 'model Pet'), 'does not match model Pet: [name is missing]', 'field'],
  [explain.explainBodyIsNotJson(), 'not JSON', 'valid JSON'],
  [explain.explainCoding('br'), 'Content-Encoding says (br)', 'gzip'],
  [explain.explainMediaType('text/xml', 'NEVER', []), 'NEVER refuses', 'add a template for text/xml'],
  [explain.explainMediaType('text/xml', 'NEVER', ['a/b']), 'there is one for a/b', 'Send a/b'],
  [explain.explainTooLarge(), '10 MB', 'Send less'],
  [explain.explainUri(), '10,240', 'body'],
  [explain.explainHeaders(), '200 headers', 'fewer'],
  [explain.explainBadRequest('Two Hosts.'), 'Two Hosts.', 'Correct'],
  [explain.explainTimeout('the backend http://a', 50), 'The backend http://a did not answer within 50 ms', 'timeout'],
  [explain.explainUnreachable('the backend', 'connect ECONNREFUSED 1'), 'refused the connection', 'Start the backend'],
  [explain.explainUnreachable('the backend', 'getaddrinfo ENOTFOUND a'), 'name that does not exist', 'host'],
  [explain.explainUnreachable('the backend', 'Odd.'), 'gave no answer: Odd.', 'URI'],
  [explain.explainBlockedAddress('10.0.0.1 is private.'), 'address guard blocked', 'GATEHOUSE_ALLOW_PRIVATE_BACKENDS'],
  [explain.explainFunctionError('It threw. Lambda request id: 1'), 'It threw.', 'log'],
  [explain.explainMalformedProxyResponse(), 'proxy integration can’t use', 'statusCode'],
  [explain.explainPermission(), 'resource policy', 'add a permission'],
  [explain.explainFunctionThrottled(), 'at its limit', 'reserved concurrency'],
  [explain.explainTemplate('request', 'Too long (line 2, column 3)'), 'line 2, column 3', 'Correct the template'],
  [explain.explainSelection('status 404', ['5..', '2..']), '(5.., 2..) matches status 404', 'empty pattern'],
  [explain.explainSelection('status 404', []), 'no integration response', 'Add'],
  [explain.explainMethodResponse(404), 'status 404', 'Add the status 404'],
  [explain.explainMockStatus(), 'gave no statusCode', '{"statusCode": 200}'],
  [explain.explainBase64('Not Base64.'), 'Not Base64.', 'contentHandling'],
  [explain.explainResponseTooLarge(), '10 MB', 'HTTP_PROXY'],
  [explain.explainConfiguration('Invalid x.'), 'Invalid x.', 'Correct the integration'],
  [explain.explainPlatform('r1'), 'defect of Gatehouse', 'r1'],
];

describe('explanations', () => {
  it.each(CASES)('%j', ({ cause, fix }, says, advises) => {
    expect(cause).toContain(says);
    expect(fix).toContain(advises);
    for (const text of [cause, fix]) expect(text).toMatch(/^[A-Z].*[.:?)”\]]$/su);
  });

  it.each(GATEWAY_RESPONSE_TYPES)('exist for %s even when nothing more is known', (type) => {
    const { cause, fix } = explain.explainType(type, 'Something happened.');
    expect(cause.length).toBeGreaterThan(15);
    expect(fix.length).toBeGreaterThan(10);
  });
});

describe('nearestPath', () => {
  const PATHS = ['/', '/pets', '/pets/{petId}', '/pets/{petId}/owner', '/orders'];
  it.each([
    ['/pet', '/pets'],
    ['/Pets', '/pets'],
    ['/petz/7', '/pets/{petId}'],
    ['/pets/7/ownr', '/pets/{petId}/owner'],
    ['/something-else', undefined],
    [`/${'a'.repeat(5_000)}`, undefined],
  ])('%s → %s', (path, expected) => {
    expect(nearestPath(path, PATHS)).toBe(expected);
  });
});
