import { expect, test } from 'vitest';
import { emptySample, fromSample, fromTest, toSample } from './sample-values';

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
