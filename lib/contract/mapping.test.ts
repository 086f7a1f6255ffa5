import { describe, expect, it } from 'vitest';
import {
  gatewayResponseExpressionProblem,
  requestExpressionProblem,
  requestParameterSource,
  reservedHeaderProblem,
  responseExpressionProblem,
} from './mapping';

const ANYWHERE = [
  "'static'",
  "''",
  '\'a b; c="d"\'',
  'stageVariables.host',
  'context.requestId',
  'context.identity.sourceIp',
];

describe('mapping expressions', () => {
  it.each([
    ...ANYWHERE,
    'method.request.header.X-Id',
    'method.request.multivalueheader.X-Id',
    'method.request.querystring.page',
    'method.request.multivaluequerystring.page',
    'method.request.path.petId',
  ])('to the backend: %s', (expression) => expect(requestExpressionProblem(expression)).toBeUndefined());

  it.each([...ANYWHERE, 'integration.response.header.ETag', 'integration.response.multivalueheader.Set-Cookie'])(
    'to the client: %s',
    (expression) => expect(responseExpressionProblem(expression)).toBeUndefined(),
  );

  it.each([
    ...ANYWHERE,
    'method.request.header.Origin',
    'method.request.querystring.page',
    'method.request.path.petId',
  ])('in a gateway response: %s', (expression) => expect(gatewayResponseExpressionProblem(expression)).toBeUndefined());

  it.each([
    'static',
    "'it's'",
    "'line\nbreak'",
    'method.request.cookie.a',
    'method.request.header.',
    'method.request.header.a b',
    'integration.response.header.ETag',
    'stageVariables.a-b',
    'stageVariables.',
    'context.',
    '$context.requestId',
  ])('not to the backend: %s', (expression) => expect(requestExpressionProblem(expression)).toBeTruthy());

  it.each(['method.request.header.X', 'integration.response.header.', 'integration.response.querystring.a'])(
    'not to the client: %s',
    (expression) => expect(responseExpressionProblem(expression)).toBeTruthy(),
  );

  it('says that bodies can’t be read yet', () => {
    expect(requestExpressionProblem('method.request.body')).toBeUndefined();
    expect(requestExpressionProblem('method.request.body.pet.id')).toBeUndefined();
    expect(requestExpressionProblem("method.request.body['a']")).toMatch(/Invalid mapping expression/);
    expect(responseExpressionProblem('integration.response.body.id')).toBeUndefined();
  });

  it('names the parameter an expression reads', () => {
    expect(requestParameterSource('method.request.multivalueheader.X.Y')).toEqual({ location: 'header', name: 'X.Y' });
    expect(requestParameterSource('method.request.path.id')).toEqual({ location: 'path', name: 'id' });
    expect(requestParameterSource('method.request.body')).toBeUndefined();
  });

  it('keeps the gateway’s own headers to the gateway', () => {
    expect(reservedHeaderProblem('Content-Length', 'request')).toMatch(/can’t be mapped/);
    expect(reservedHeaderProblem('x-amzn-trace-id', 'request')).toMatch(/can’t be mapped/);
    expect(reservedHeaderProblem('Transfer-Encoding', 'response')).toMatch(/can’t be mapped/);
    expect(reservedHeaderProblem('Content-Type', 'response')).toBeUndefined();
    expect(reservedHeaderProblem('Host', 'request')).toBeUndefined();
  });
});
