// Who is calling, as a token of a user pool says: an ID token, or an access token with one of the method's scopes.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
import { EXPIRED_USER_POOL_TOKEN, UNAUTHORIZED, unauthorized, unavailableIssuer } from '../../errors/gateway-error';
import { type TokenOutcome, TokenRefusal } from '../../user-pools/token-verifier';
import type { UserPoolPlan } from '../../user-pools/user-pool-plan';
import type { Routed } from '../exchange';
import type { Step, StepOutcome } from '../step';

export const authorizeUserPool: Step<Routed> = {
  name: 'authorize-user-pool',
  run(x) {
    const plan = x.route.userPools;
    // Without a plan there is nobody to trust.
    if (plan === null) return UNAUTHORIZED;
    const token = plan.tokenOf(x.headers);
    if (token === '')
      return unauthorized(`The request does not have the header ${plan.lowerHeader} with a token, once.`);
    const { services, snapshot, startedAtMs } = x;
    const trusted = plan.trusted(snapshot.userPools, services.issuers, startedAtMs);
    const outcome = services.tokens.verify(token, trusted, startedAtMs);
    return outcome instanceof Promise ? outcome.then((late) => admit(x, plan, late)) : admit(x, plan, outcome);
  },
};

function admit(x: Routed, plan: UserPoolPlan, outcome: TokenOutcome): StepOutcome {
  if (outcome instanceof TokenRefusal) {
    if (outcome.kind === 'expired') return EXPIRED_USER_POOL_TOKEN;
    return outcome.kind === 'unavailable' ? unavailableIssuer(outcome.reason) : unauthorized(outcome.reason);
  }
  const refusal = plan.refusalOf(outcome);
  if (refusal !== undefined) return unauthorized(refusal);
  x.caller = outcome.caller;
  return undefined;
}
