// Which method of which resource. An unknown path and an unknown method are the same to API Gateway: 403.
import { MISSING_AUTHENTICATION_TOKEN } from '../../errors/gateway-error';
import type { Located, Routed } from '../exchange';
import type { Step } from '../step';

export const matchRoute: Step<Located, Routed> = {
  name: 'match-route',
  run(x) {
    const match = x.stage.routes.match(x.method, x.path);
    if (match === null) return MISSING_AUTHENTICATION_TOKEN;
    x.pathValues = match.pathValues;
    x.route = match.value;
    return undefined;
  },
};
