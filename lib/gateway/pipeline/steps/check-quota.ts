// Counts the call against the key's quota: last of the limits, so that refused calls are not counted.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
import { QUOTA_EXCEEDED } from '../../errors/gateway-error';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const checkQuota: Step<Routed> = {
  name: 'check-quota',
  run(x) {
    const plan = x.keyPlan;
    if (plan === null || plan.counter.tryTake(plan.quota, x.startedAtMs)) return undefined;
    x.isThrottled = true;
    return QUOTA_EXCEEDED;
  },
};
