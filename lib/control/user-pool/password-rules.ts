import { randomInt } from 'node:crypto';
import type { PasswordPolicy } from '@/lib/contract/user-pool';
import { CognitoError } from './cognito-error';

/** Cognito's; a blank inside counts too. https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
const SYMBOLS = '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-';

/** Cognito's own sentence for the first rule that a password breaks; undefined: it breaks none. */
export function passwordProblem(policy: PasswordPolicy, password: string): string | undefined {
  const problem = (what: string) => `Password did not conform with policy: ${what}`;
  if (password.length < policy.minimumLength) return problem('Password not long enough');
  if (policy.requireLowercase && !/[a-z]/.test(password)) return problem('Password must have lowercase characters');
  if (policy.requireUppercase && !/[A-Z]/.test(password)) return problem('Password must have uppercase characters');
  if (policy.requireNumbers && !/[0-9]/.test(password)) return problem('Password must have numeric characters');
  const hasSymbol = [...password].some((char) => SYMBOLS.includes(char)) || /\S \S/.test(password);
  if (policy.requireSymbols && !hasSymbol) return problem('Password must have symbol characters');
  return undefined;
}

export function requirePassword(policy: PasswordPolicy, password: string): void {
  const problem = passwordProblem(policy, password);
  if (problem !== undefined) throw new CognitoError('InvalidPasswordException', problem, ['password']);
}

/** Conforms with every policy: of each kind at least one, and as long as the policy wants. */
export function newTemporaryPassword({ minimumLength }: PasswordPolicy): string {
  const kinds = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKMNPQRSTUVWXYZ', '23456789', '!@#%&?+-'];
  const all = kinds.join('');
  const pick = (from: string) => from[randomInt(from.length)] ?? '';
  const chars = kinds.map(pick);
  while (chars.length < Math.max(14, minimumLength)) chars.push(pick(all));
  for (let i = chars.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [chars[i], chars[j]] = [chars[j] ?? '', chars[i] ?? ''];
  }
  return chars.join('');
}
