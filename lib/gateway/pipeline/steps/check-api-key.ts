// Who is calling: a key that is enabled, not expired, and in a plan that has this stage. It identifies, it does not
// authenticate. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-key-with-console.html
import { FORBIDDEN } from '../../errors/gateway-error';
import type { Routed } from '../exchange';
import type { Step } from '../step';

export const checkApiKey: Step<Routed> = {
  name: 'check-api-key',
  run(x) {
    const value = x.sentApiKey;
    if (value === '') return FORBIDDEN;
    const { services, snapshot } = x;
    const key = services.keys.find(value, snapshot.apiKeys);
    if (key === undefined || !key.isUsable(x.startedAtMs)) return FORBIDDEN;
    const plan = key.planFor(x.stage.id, snapshot.usagePlans, services);
    if (plan === null) return FORBIDDEN;
    x.apiKey = key;
    x.keyPlan = plan;
    return undefined;
  },
};
