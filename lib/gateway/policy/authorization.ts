// What a resource policy and a caller's own permissions come to together: AWS's tables, cell by cell.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
import type { PolicyDecision, PolicyEffect } from './policy-decision';

/**
 * `resource-only`: no authorization, or a user pool: the resource policy alone must allow. `same-account`: table A, one Allow suffices.
 * `cross-account`: table B, both must allow.
 */
export type AuthorizationTable = 'resource-only' | 'same-account' | 'cross-account';

/** Null: there is no such policy. What explains the outcome is `by`; null: that nothing allows it. */
export interface Authorization {
  readonly effect: PolicyEffect;
  readonly by: 'identity' | 'resource' | null;
}

const ALLOWED_BY_IDENTITY: Authorization = { effect: 'allow', by: 'identity' };
const ALLOWED_BY_RESOURCE: Authorization = { effect: 'allow', by: 'resource' };
const DENIED_BY_IDENTITY: Authorization = { effect: 'explicitDeny', by: 'identity' };
const DENIED_BY_RESOURCE: Authorization = { effect: 'explicitDeny', by: 'resource' };
const NOT_ALLOWED: Authorization = { effect: 'implicitDeny', by: null };

export function authorize(
  table: AuthorizationTable,
  identity: PolicyDecision | null,
  resource: PolicyDecision | null,
): Authorization {
  if (resource?.effect === 'explicitDeny') return DENIED_BY_RESOURCE;
  if (identity?.effect === 'explicitDeny') return DENIED_BY_IDENTITY;
  const isIdentityAllowed = identity?.effect === 'allow';
  const isResourceAllowed = resource?.effect === 'allow';
  switch (table) {
    case 'resource-only':
      return isResourceAllowed ? ALLOWED_BY_RESOURCE : NOT_ALLOWED;
    case 'cross-account':
      return isIdentityAllowed && isResourceAllowed ? ALLOWED_BY_RESOURCE : NOT_ALLOWED;
    default:
      if (isIdentityAllowed) return ALLOWED_BY_IDENTITY;
      // To name the account leaves it to the account's own policies.
      return isResourceAllowed && !resource.isForAccount ? ALLOWED_BY_RESOURCE : NOT_ALLOWED;
  }
}
