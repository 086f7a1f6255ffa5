// Token buckets, the narrowest first: the key's limit on this method in its plan, else the plan's; the stage's on this
// method; the account's. One that says no gives the others their token back: a refused call costs nobody anything.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
import { type GatewayError, THROTTLED } from '../../errors/gateway-error';
import type { ThrottleHandle } from '../../limits/throttle';
import { DEFAULT_ACCOUNT_LIMIT } from '../../snapshot/snapshot';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const throttle: Step<Routed> = {
  name: 'throttle',
  run(x) {
    const { route, stage, keyPlan } = x;
    const nowMs = x.startedAtMs;

    let planBucket: ThrottleHandle | null = null;
    if (keyPlan !== null) {
      const methodLimit = keyPlan.methodLimit(route.planKey, route.planKeyAny);
      const limit = methodLimit === undefined ? keyPlan.throttle : methodLimit.limit;
      if (limit !== undefined) {
        planBucket = methodLimit === undefined ? keyPlan.bucket : methodLimit.bucket;
        if (!planBucket.take(limit, nowMs)) return refuse(x);
      }
    }

    const methodBucket = route.live.throttle;
    if (methodBucket !== null && route.throttle !== null && !methodBucket.take(route.throttle, nowMs)) {
      planBucket?.giveBack();
      return refuse(x);
    }

    const accountLimit = x.snapshot.accountLimits.get(stage.accountId) ?? DEFAULT_ACCOUNT_LIMIT;
    if (stage.live.accountThrottle?.take(accountLimit, nowMs) === false) {
      planBucket?.giveBack();
      if (route.throttle !== null) methodBucket?.giveBack();
      return refuse(x);
    }
    return undefined;
  },
};

function refuse(x: Routed): GatewayError {
  x.isThrottled = true;
  return THROTTLED;
}
