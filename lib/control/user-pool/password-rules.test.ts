import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordPolicy } from '@/lib/contract/user-pool';
import { newTemporaryPassword, passwordProblem } from './password-rules';

const strict = passwordPolicy.parse({});

describe('password rules', () => {
  it.each([
    ['Aa1!', 'Password not long enough'],
    ['AAAAAA11!', 'Password must have lowercase characters'],
    ['aaaaaa11!', 'Password must have uppercase characters'],
    ['aaaaaaAA!', 'Password must have numeric characters'],
    ['aaaaaaAA1', 'Password must have symbol characters'],
    ['aaaaaAA1 ', 'Password must have symbol characters'],
  ])('refuse %s with Cognito’s words', (password, problem) => {
    expect(passwordProblem(strict, password)).toBe(`Password did not conform with policy: ${problem}`);
  });

  it('take a blank inside for a symbol', () => {
    expect(passwordProblem(strict, 'aaaa AA11')).toBeUndefined();
  });

  it('ask for nothing that a policy does not ask for', () => {
    const none = { requireUppercase: false, requireLowercase: false, requireNumbers: false, requireSymbols: false };
    expect(passwordProblem({ ...strict, ...none }, '        ')).toBeUndefined();
  });

  it('are kept by every password that is made up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 99 }), (minimumLength) => {
        const policy = { ...strict, minimumLength };
        expect(passwordProblem(policy, newTemporaryPassword(policy))).toBeUndefined();
      }),
    );
  });
});
