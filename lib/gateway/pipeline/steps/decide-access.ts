// The resource policy and what the caller's own policies, or an authorizer's, say: both together decide.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
import { accessDenied } from '../../errors/access-denied';
import { type AuthorizationTable, authorize } from '../../policy/authorization';
import { evaluate } from '../../policy/evaluate';
import { InvokeRequest, methodArnOf } from '../../policy/invoke-request';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const decideAccess: Step<Routed> = {
  name: 'decide-access',
  run(x) {
    const { policies } = x.stage;
    if (policies.length > 0 && x.resourceDecision === null) {
      x.resourceDecision = evaluate(policies, new InvokeRequest(x));
    }
    const authorization = authorize(tableOf(x), x.identityDecision, x.resourceDecision);
    return authorization.effect === 'allow' ? undefined : accessDenied(x, methodArnOf(x), authorization);
  },
};

/** After a user pool's token an explicit Allow is asked for, as where nobody is asked. */
export function tableOf({ route, caller, stage }: Routed): AuthorizationTable {
  if (route.authorizationType === 'CUSTOM') return 'same-account';
  if (route.authorizationType !== 'AWS_IAM') return 'resource-only';
  return caller?.accountId === stage.accountId ? 'same-account' : 'cross-account';
}
