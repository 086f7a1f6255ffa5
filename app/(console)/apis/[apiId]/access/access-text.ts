import type { PolicyEffect, SimulatedAccess } from '@/lib/contract/access-simulation';

export const OUTCOMES: Readonly<Record<SimulatedAccess['outcome'], { title: string; tone: 'success' | 'warning' }>> = {
  allow: { title: 'Allowed', tone: 'success' },
  implicitDeny: { title: 'Implicit deny: nothing allows it', tone: 'warning' },
  explicitDeny: { title: 'Explicit deny: a statement denies it', tone: 'warning' },
  refused: { title: 'Refused, not by a policy', tone: 'warning' },
};

export const SAYS: Readonly<Record<PolicyEffect, string>> = {
  allow: 'allows',
  implicitDeny: 'neither allows nor denies',
  explicitDeny: 'denies',
};

export const RESULTS: Readonly<Record<PolicyEffect, string>> = {
  allow: 'Allow',
  implicitDeny: 'Implicit deny',
  explicitDeny: 'Explicit deny',
};

/** What the table's left column is about. */
export const ownPolicyText = ({ authorizationType }: Pick<SimulatedAccess, 'authorizationType'>): string =>
  authorizationType === 'CUSTOM' ? 'Authorizer’s policy' : 'Caller’s own policies';

/** The rule that decided, and how this request stands to it. */
export function ruleText(access: SimulatedAccess): string {
  const { table, rows, authorizationType } = access;
  if (table === null) return access.outcome === 'allow' ? openText(authorizationType) : '';
  const here = rows.find(({ isThis }) => isThis);
  if (here === undefined) return '';
  const resource = `the resource policy ${SAYS[here.resource]}`;
  if (table === 'resource-only') {
    const why = authorizationType === 'NONE' ? 'Nobody proves who calls' : 'After a user pool’s token';
    return `${why}: the resource policy alone decides, and it has to allow. Here ${resource}.`;
  }
  const isAsked = access.consulted.some(({ kind }) => kind !== 'resource') || authorizationType === 'AWS_IAM';
  if (!isAsked) return 'The resource policy denies, and that is the answer before the authorizer is asked.';
  const own = `${authorizationType === 'CUSTOM' ? 'the authorizer’s policy' : 'what the caller’s own policies say'} ${SAYS[here.identity ?? 'implicitDeny']}`;
  const rule =
    table === 'cross-account'
      ? 'Caller and API are of different accounts: both sides have to allow, and any Deny denies.'
      : authorizationType === 'CUSTOM'
        ? 'A Lambda authorizer: one Allow is enough, and any Deny denies.'
        : 'Caller and API are of one account: one Allow is enough, and any Deny denies.';
  return `${rule} Here ${own}, and ${resource}.`;
}

function openText(type: SimulatedAccess['authorizationType']): string {
  return type === 'NONE'
    ? 'The method asks for no authorization and the API has no resource policy: everybody may call it.'
    : 'The token lets the caller in: the API has no resource policy that could say otherwise.';
}
