import { describe, expect, it } from 'vitest';
import { simulateAccessInput } from '@/lib/contract/access-simulation';
import { EXAMPLE_ANSWER, examplePath, type Question, questionSchema, sideOptions, toInput } from './question';

const NOW = Date.UTC(2026, 0, 15, 12);
const question: Question = {
  ...{ side: 'stage:prod', target: 'GET /pets/{petId}', verb: 'POST', path: '/pets/7', sourceIp: '192.0.2.1', at: '' },
  caller: { kind: 'anonymous', name: '', arn: '', policy: '', answer: EXAMPLE_ANSWER },
  ...{ userAgent: '', referer: '', secure: false, vpcEndpointId: '' },
};
const ann = 'arn:aws:iam::111122223333:user/team/ann';

describe('what is asked', () => {
  it.each<[string, Partial<Question>, object]>([
    ['a stage', {}, { definition: 'stage', stageName: 'prod', method: 'GET', at: '2026-01-15T12:00:00.000Z' }],
    ['the working copy', { side: 'working-copy:a-b_1' }, { definition: 'working-copy', stageName: 'a-b_1' }],
    ['the verb of ANY', { target: 'ANY /' }, { method: 'POST' }],
    ['a time', { at: '2026-02-01T00:00:00Z' }, { at: '2026-02-01T00:00:00.000Z' }],
    [
      'a role with a colon-free name',
      { caller: { ...question.caller, kind: 'identity', name: 'role:ops@home' } },
      { caller: { kind: 'identity', identity: 'role', name: 'ops@home' } },
    ],
    [
      'somebody of another account',
      { caller: { ...question.caller, kind: 'arn', arn: ann, policy: ' ' } },
      { caller: { kind: 'arn', arn: ann, policy: '' } },
    ],
    [
      'an authorizer’s answer',
      { caller: { ...question.caller, kind: 'authorizer' } },
      { caller: { kind: 'authorizer', answer: EXAMPLE_ANSWER } },
    ],
    ['a token', { caller: { ...question.caller, kind: 'user-pool' } }, { caller: { kind: 'user-pool' } }],
  ])('%s', (_, change, expected) => {
    const input = toInput('api1', { ...question, ...change }, NOW);
    expect(input).toMatchObject(expected);
    expect(simulateAccessInput.safeParse(input).error).toBeUndefined();
  });

  it.each<[string, Partial<Question>]>([
    ['path', { path: '/pets/{petId}' }],
    ['caller.name', { caller: { ...question.caller, kind: 'identity' } }],
    ['at', { at: 'tomorrow' }],
    ['target', { target: '' }],
  ])('%s has to be right', (place, change) => {
    const { error } = questionSchema.safeParse({ ...question, ...change });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([place]);
  });

  it.each<[string, Partial<Question>]>([
    ['sourceIp', { sourceIp: '192.0.2.300' }],
    ['path', { path: 'pets' }],
    ['path', { path: '/pets?x=1' }],
    ['caller.arn', { caller: { ...question.caller, kind: 'arn', arn: 'arn:aws:iam::1:user/x' } }],
    ['userAgent', { userAgent: 'a\r\nX: y' }],
    ['vpcEndpointId', { vpcEndpointId: 'vpc-1' }],
  ])('the contract refuses a wrong %s', (place, change) => {
    const { error } = simulateAccessInput.safeParse(toInput('api1', { ...question, ...change }, NOW));
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([place]);
  });
});

it('begins with a path that clients may send', () => {
  expect(examplePath('/pets/{petId}/files/{proxy+}')).toBe('/pets/1/files/1');
});

it('offers the working copy of an API without stages', () => {
  expect(sideOptions([]).map(({ value }) => value)).toEqual(['working-copy:prod']);
  expect(sideOptions(['a']).map(({ value }) => value)).toEqual(['stage:a', 'working-copy:a']);
});
