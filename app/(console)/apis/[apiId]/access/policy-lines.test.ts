import { describe, expect, it } from 'vitest';
import { policyLines } from './policy-lines';

const allow = { Effect: 'Allow', Principal: '*', Action: ['execute-api:Invoke'], Resource: '*' };
const policies = {
  list: { Version: '2012-10-17', Statement: [allow, { ...allow, Effect: 'Deny' }] },
  one: { Statement: allow, Version: '2012-10-17' },
  empty: { Statement: [] },
};

describe('policyLines', () => {
  it.each(Object.entries(policies))('loses nothing: %s', (_, policy) => {
    const text = policyLines(JSON.stringify(policy)).map((line) => line.text);
    expect(JSON.parse(text.join('\n'))).toEqual(policy);
  });

  it('marks the lines of each statement', () => {
    const lines = policyLines(JSON.stringify(policies.list));
    const of = (statement: number) =>
      lines.filter((line) => line.statement === statement).map(({ text }) => text.trim());
    expect(of(0)).toContain('"Effect": "Allow",');
    expect(of(1)).toContain('"Effect": "Deny",');
    expect(of(-1)).toEqual(['{', '"Version": "2012-10-17",', '"Statement": [', ']', '}']);
    expect(of(0).at(-1)).toBe('},');
  });

  it('marks a statement that stands alone', () => {
    expect(policyLines(JSON.stringify(policies.one)).filter(({ statement }) => statement === 0)[0]?.text).toBe(
      '  "Statement": {',
    );
  });

  it.each(['', 'no JSON', '[]', '{\n"a": '])('shows %j as it is', (text) => {
    expect(
      policyLines(text)
        .map((line) => line.text)
        .join('\n'),
    ).toBe(text);
  });
});
