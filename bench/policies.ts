import type { Bench } from 'tinybench';
import { compilePolicy } from '../lib/gateway/policy/compile-policy';
import { evaluate } from '../lib/gateway/policy/evaluate';
import type { PolicyRequest } from '../lib/gateway/policy/policy-request';

const STATEMENTS = 50;

/** Every statement is looked at: the last one allows, and the others ask for path, address and time before they say nothing. */
export function addPolicies(bench: Bench): void {
  const statements = Array.from({ length: STATEMENTS }, (_, i) => ({
    ...{ Effect: i === STATEMENTS - 1 ? 'Allow' : 'Deny', Action: 'execute-api:Invoke' },
    Resource: `arn:aws:execute-api:*:000000000000:a1b2c3/*/GET/${i % 2 === 0 ? 'pets' : `area${i}`}/*`,
    Condition: {
      IpAddress: { 'aws:SourceIp': i === STATEMENTS - 1 ? ['10.0.0.0/8'] : [`192.168.${i}.0/24`, `172.16.${i}.0/24`] },
      DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
    },
  }));
  const last = statements.at(-1);
  if (last !== undefined) last.Resource = '*';
  const policy = compilePolicy({ Version: '2012-10-17', Statement: statements }, { kind: 'identity' });
  const context = new Map([
    ['aws:sourceip', '10.1.2.3'],
    ['aws:currenttime', '2026-06-01T00:00:00Z'],
  ]);
  const request: PolicyRequest = {
    lowerAction: 'execute-api:invoke',
    resource: 'arn:aws:execute-api:us-east-1:000000000000:a1b2c3/prod/GET/pets/42',
    principal: null,
    contextValue: (key) => context.get(key),
  };
  if (evaluate([policy], request).effect !== 'allow') throw new Error('The policy of the bench has to allow.');
  bench.add(`policy: ${STATEMENTS} statements (target: 10 µs)`, () => evaluate([policy], request));
}
