// A Deny of the resource policy that fits is the answer before a Lambda authorizer is asked.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
import { accessDenied } from '../../errors/access-denied';
import { evaluate } from '../../policy/evaluate';
import { InvokeRequest } from '../../policy/invoke-request';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const refuseDeniedCallers: Step<Routed> = {
  name: 'refuse-denied-callers',
  run(x) {
    const request = new InvokeRequest(x);
    const decision = evaluate(x.stage.policies, request);
    // The same after the authorizer, who changes nothing that resource policies see.
    x.resourceDecision = decision;
    return decision.effect === 'explicitDeny'
      ? accessDenied(x, request.resource, { effect: 'explicitDeny', by: 'resource' })
      : undefined;
  },
};
