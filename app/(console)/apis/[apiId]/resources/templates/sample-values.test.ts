import { expect, test } from 'vitest';
import type { TraceDetail } from '@/lib/contract/trace';
import { emptySample, fromSample, fromTest, fromTrace, toSample } from './sample-values';

const method = { httpMethod: 'ANY', path: '/pets/{petId}/{rest+}' } as const;

test('a sample goes into the form and comes out as it was', () => {
  const sample = {
    ...{ httpMethod: 'PUT' as const, queryString: 'a=1', body: '{}', integrationBody: '[]' },
    pathParameters: { petId: '7', rest: 'a/b' },
    headers: [{ name: 'X', value: '1' }],
    stageVariables: { table: 'pets' },
    context: { 'identity.sourceIp': '203.0.113.9' },
  };
  expect(toSample(fromSample(sample, method), 'response')).toEqual(sample);
  const { integrationBody: _, ...request } = sample;
  expect(toSample(fromSample(sample, method), 'request')).toEqual(request);
});

test('half-typed rows are left out; a question mark and "$context." may be typed', () => {
  const values = {
    ...emptySample(method),
    queryString: ' ?a=1 ',
    headers: [{ name: ' ', value: 'x' }],
    context: [
      { name: '$context.stage', value: 'prod' },
      { name: '', value: '' },
    ],
  };
  expect(toSample(values, 'request')).toMatchObject({ queryString: 'a=1', headers: [], context: { stage: 'prod' } });
});

test('parameters that the resource got or lost since are what it has now', () => {
  const sample = toSample({ ...emptySample(method), path: [{ name: 'old', value: '1' }] }, 'request');
  expect(fromSample(sample, method).path).toEqual([
    { name: 'petId', value: '' },
    { name: 'rest', value: '' },
  ]);
});

test('a test’s request takes the place of the sample’s, not of what the backend answered', () => {
  const before = { ...emptySample(method), integrationBody: '{"id":1}', context: [{ name: 'stage', value: 'prod' }] };
  const ref = { restApiId: 'a', resourceId: 'r', httpMethod: 'ANY' as const };
  const taken = fromTest({ ...ref, verb: 'PATCH', pathParameters: { petId: '9' }, body: 'x' }, method, before);
  expect(taken).toMatchObject({ verb: 'PATCH', body: 'x', integrationBody: '{"id":1}', context: before.context });
  expect(taken.path[0]).toEqual({ name: 'petId', value: '9' });
});

test('a recorded request becomes a sample, with the backend’s answer where the trace has it', () => {
  const message = { body: '', bodyBytes: 0, isBodyCut: false, headers: [] };
  const note = (label: string, after: string) => ({ label, kind: 'body' as const, after });
  const trace: TraceDetail = {
    ...{
      id: 't',
      requestId: 'r',
      stageName: 'prod',
      isCanary: false,
      origin: 'SAMPLE',
      startedAt: '2026-01-01T00:00:00Z',
    },
    ...{
      method: 'POST',
      path: '/pets/a%20b/c',
      resourcePath: method.path,
      status: 200,
      latencyUs: 1,
      responseType: '',
    },
    ...{ restApiId: 'a', accountId: '0', deploymentId: 'd', extendedRequestId: 'x', resourceId: 'r', methodKey: 'ANY' },
    ...{ invokeUrl: '', response: message, explanation: null, stageVariables: { table: 'pets' } },
    request: {
      ...message,
      ...{ body: '{"name":"Rex"}', headers: ['X-Tenant', 'blue', 'X-Tenant', 'red'], query: 'a=1' },
      ...{ pathParameters: ['petId', 'a%20b', 'rest', 'c'], sourceIp: '203.0.113.9', protocol: 'HTTP/1.1' },
    },
    steps: [
      { name: 'read-body', startUs: 0, tookUs: 1, notes: [note('Method request body', '{"name":"Rex"}')] },
      { name: 'map-integration-response', startUs: 1, tookUs: 1, notes: [note('Endpoint response body', '{"id":7}')] },
    ],
  };
  const taken = fromTrace(trace, method, { ...emptySample(method), integrationBody: 'before' });
  expect(toSample(taken, 'response')).toEqual({
    ...{ httpMethod: 'POST', queryString: 'a=1', body: '{"name":"Rex"}', integrationBody: '{"id":7}' },
    pathParameters: { petId: 'a b', rest: 'c' },
    headers: [
      { name: 'X-Tenant', value: 'blue' },
      { name: 'X-Tenant', value: 'red' },
    ],
    stageVariables: { table: 'pets' },
    context: { stage: 'prod', 'identity.sourceIp': '203.0.113.9' },
  });
  const without = fromTrace({ ...trace, steps: [] }, method, { ...emptySample(method), integrationBody: 'before' });
  expect(without.integrationBody).toBe('before');
});
