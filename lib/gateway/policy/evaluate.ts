// A request against policies: a Deny that fits decides, wherever it stands; else an Allow that fits; else nobody has
// said yes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import type { CompiledPolicy, CompiledStatement } from './compile-policy';
import { IMPLICIT_DENY, type PolicyDecision } from './policy-decision';
import type { PolicyRequest } from './policy-request';
import type { PolicyText } from './policy-text';

export function evaluate(policies: readonly CompiledPolicy[], request: PolicyRequest): PolicyDecision {
  let found = IMPLICIT_DENY;
  for (const { statements } of policies) {
    for (const statement of statements) {
      // Nothing that allows can change an answer that is a full yes already.
      if (statement.isAllow && found.effect === 'allow' && !found.isForAccount) continue;
      const decision = decisionOf(statement, request);
      if (decision === null) continue;
      if (!statement.isAllow) return decision;
      found = decision;
    }
  }
  return found;
}

/** Null: the statement says nothing about the request. */
export function decisionOf(statement: CompiledStatement, request: PolicyRequest): PolicyDecision | null {
  if (fitsOne(statement.actions, request.lowerAction, request) === statement.isActionNegated) return null;
  if (statement.resources !== null) {
    if (fitsOne(statement.resources, request.resource, request) === statement.isResourceNegated) return null;
  }
  let isForAccount = false;
  if (statement.principal !== null) {
    const match = statement.principal(request.principal);
    if ((match !== 'no') === statement.isPrincipalNegated) return null;
    isForAccount = match === 'account' && statement.isAllow;
  }
  for (const holds of statement.conditions) if (!holds(request)) return null;
  return isForAccount ? statement.accountDecision : statement.decision;
}

function fitsOne(texts: readonly PolicyText[], subject: string, request: PolicyRequest): boolean {
  for (const text of texts) if (text.matches(subject, request)) return true;
  return false;
}
