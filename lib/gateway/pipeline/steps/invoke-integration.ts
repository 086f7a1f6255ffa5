// Asks the backend. Done when its headers are there; the body follows at the client's speed.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-integration-types.html
import { functionUnreachable } from '../../integrations/lambda-failure';
import { gatewayErrorOf, UpstreamError } from '../../upstream/upstream-error';
import type { Invoked, Prepared } from '../exchange';
import type { Step } from '../step';

export const invokeIntegration: Step<Prepared, Invoked> = {
  name: 'invoke-integration',
  run(x) {
    const request = x.upstreamRequest;
    if (request === null) return undefined;
    const call = x.services.pools.open(request);
    x.upstreamCall = call;
    x.integrationStartedAt = performance.now();
    return call.send().then(
      () => {
        x.integrationUs = (performance.now() - x.integrationStartedAt) * 1000;
        x.integrationStatus = call.status;
        return undefined;
      },
      (error: unknown) => {
        x.integrationUs = (performance.now() - x.integrationStartedAt) * 1000;
        if (error instanceof UpstreamError) {
          const { type } = x.route.integration;
          return type === 'AWS_PROXY' || type === 'AWS' ? functionUnreachable(error) : gatewayErrorOf(error);
        }
        throw error;
      },
    );
  },
};
