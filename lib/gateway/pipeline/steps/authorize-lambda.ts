// Asks the method's Lambda authorizer, or its cached answer, and has the answer's policy decide about this method: an
// answer is cached for the caller, not for the method.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
import { askAuthorizer } from '../../authorizers/ask-authorizer';
import type { AuthorizerAnswer } from '../../authorizers/authorizer-answer';
import { UNAUTHORIZED } from '../../authorizers/authorizer-failure';
import { identityOf } from '../../authorizers/identity';
import { GatewayError, URI_TOO_LONG } from '../../errors/gateway-error';
import { evaluate } from '../../policy/evaluate';
import { InvokeRequest, methodArnOf } from '../../policy/invoke-request';
import type { Routed } from '../exchange';
import type { Step } from '../step';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const MAX_ARN_LENGTH = 1600;

export const authorizeLambda: Step<Routed> = {
  name: 'authorize-lambda',
  run(x) {
    const plan = x.route.lambdaAuthorizer;
    if (plan === null) return UNAUTHORIZED;
    const methodArn = methodArnOf(x);
    if (methodArn.length > MAX_ARN_LENGTH) return URI_TOO_LONG;
    const identity = identityOf(x, plan);
    if (identity === undefined) return UNAUTHORIZED;
    const { authorizers, pools } = x.services;
    const key = plan.ttlMs === 0 ? '' : authorizers.keyOf(`${plan.scope}\0${identity.text}`);
    if (key !== '') {
      const known = authorizers.get(key, x.startedAtMs);
      if (known !== undefined) return decide(x, known, true);
    }
    const request = plan.request(x, methodArn, identity.token);
    if (request instanceof GatewayError) return request;
    const startedAt = performance.now();
    const ask = async () => {
      const asked = await askAuthorizer(pools, request, plan.isFunction, x.startedAtMs);
      x.authorizerEndpointStatus = asked.status;
      x.authorizerRequestId = asked.requestId;
      return asked;
    };
    const asked =
      key === ''
        ? ask().then(({ answer }) => answer)
        : authorizers.ask(key, { stageId: x.stage.id, ttlMs: plan.ttlMs, nowMs: x.startedAtMs }, ask);
    return asked.then((answer) => {
      x.authorizerUs = (performance.now() - startedAt) * 1000;
      return answer instanceof GatewayError ? answer : decide(x, answer, false);
    });
  },
};

/** The answer counts for this method as far as its policy says. */
export function decide(x: Routed, { caller, laterCaller, policies }: AuthorizerAnswer, isCached: boolean): undefined {
  x.caller = isCached ? laterCaller : caller;
  // decide-access takes it together with the API's resource policy.
  x.identityDecision = evaluate(policies, new InvokeRequest(x));
}
