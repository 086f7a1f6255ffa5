// Whom a statement is about. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
import { PolicyError } from './policy-error';
import type { PolicyPrincipal } from './policy-request';

/** `account`: only as somebody of an account that the statement names, which leaves it to that account whom it lets in. */
export type PrincipalMatch = 'no' | 'named' | 'account';
export type PrincipalPattern = (principal: PolicyPrincipal | null) => PrincipalMatch;

const ACCOUNT = /^\d{12}$/;
const ACCOUNT_ROOT = /^arn:aws[a-z-]*:iam::(\d{12}):root$/;
const ENTITY = /^arn:aws[a-z-]*:(?:iam|sts)::\d{12}:(?:user|role|assumed-role|federated-user)\/\S+$/;
const UNIQUE_ID = /^A[A-Z0-9]{15,127}$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/;

export function compilePrincipal(value: unknown, place: string): PrincipalPattern {
  if (value === '*') return () => 'named';
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PolicyError(place, 'Write "*", or an object like {"AWS": "arn:aws:iam::123456789012:user/name"}.');
  }
  const patterns: PrincipalPattern[] = [];
  for (const [type, names] of Object.entries(value)) {
    const where = `${place}.${type}`;
    const list: unknown[] = Array.isArray(names) ? names : [names];
    if (list.length === 0) throw new PolicyError(where, 'At least one principal is needed.');
    list.forEach((name, index) => {
      const spot = list.length === 1 ? where : `${where}[${index}]`;
      if (typeof name !== 'string' || name === '') throw new PolicyError(spot, 'A text is expected here.');
      patterns.push(patternOf(type, name, spot));
    });
  }
  if (patterns.length === 0) throw new PolicyError(place, 'At least one principal is needed.');
  return (principal) => {
    let found: PrincipalMatch = 'no';
    for (const pattern of patterns) {
      const match = pattern(principal);
      if (match === 'named') return match;
      if (match === 'account') found = match;
    }
    return found;
  };
}

function patternOf(type: string, name: string, place: string): PrincipalPattern {
  switch (type) {
    case 'AWS':
      return awsPrincipal(name, place);
    case 'Service':
      if (!SERVICE.test(name)) throw new PolicyError(place, `"${name}" is not a service like lambda.amazonaws.com.`);
      return (principal) => (principal !== null && principal.service === name ? 'named' : 'no');
    case 'Federated':
      return (principal) => (principal !== null && principal.federated === name ? 'named' : 'no');
    case 'CanonicalUser':
      // Only Amazon S3 has them.
      return () => 'no';
    default:
      throw new PolicyError(place, `"${type}" is not a kind of principal: AWS, Service, Federated or CanonicalUser.`);
  }
}

function awsPrincipal(name: string, place: string): PrincipalPattern {
  if (name === '*') return () => 'named';
  const account = ACCOUNT.test(name) ? name : ACCOUNT_ROOT.exec(name)?.[1];
  if (account !== undefined) {
    return (principal) => (principal !== null && principal.accountId === account ? 'account' : 'no');
  }
  if (UNIQUE_ID.test(name)) {
    return (principal) =>
      principal !== null && (principal.userId === name || principal.userId.startsWith(`${name}:`)) ? 'named' : 'no';
  }
  if (!ENTITY.test(name) || /[*?]/.test(name)) {
    throw new PolicyError(
      place,
      `"${name}" is not "*", a 12-digit account, or the full ARN of a user or role; wildcards can’t be part of an ARN here.`,
    );
  }
  return (principal) => (principal?.arns.includes(name) === true ? 'named' : 'no');
}
