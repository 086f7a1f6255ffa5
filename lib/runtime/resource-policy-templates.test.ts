import { expect, it } from 'vitest';
import { POLICY_TEMPLATES } from '@/lib/contract/resource-policy-templates';
import { MAX_RESOURCE_POLICY_LENGTH } from '@/lib/contract/rest-api';
import { compilePolicy } from '@/lib/gateway/policy/compile-policy';

it.each(POLICY_TEMPLATES)('$label is a policy that can be saved', ({ text }) => {
  expect(text.length).toBeLessThan(MAX_RESOURCE_POLICY_LENGTH);
  const apiArn = 'arn:aws:execute-api:*:000000000000:a1b2c3';
  expect(compilePolicy(text, { kind: 'resource', apiArn }).statements.length).toBeGreaterThan(0);
});
