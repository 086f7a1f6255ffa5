// Makes the request for the backend; for a MOCK, finds the status its template asks for.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-request.html
import { configurationError, GatewayError } from '../../errors/gateway-error';
import { NO_MOCK_STATUS } from '../../integrations/mock';
import type { Prepared, Routed } from '../exchange';
import type { Step } from '../step';

export const mapIntegrationRequest: Step<Routed, Prepared> = {
  name: 'map-integration-request',
  run(x) {
    const { integration } = x.route;
    if (integration.type === 'MOCK') {
      const answer = integration.request.answer(x);
      if (answer instanceof GatewayError) return answer;
      if (answer.status === undefined) return configurationError(NO_MOCK_STATUS);
      x.integrationStatus = answer.status;
      return undefined;
    }
    const request = integration.request.build(x);
    if (request instanceof GatewayError) return request;
    x.upstreamRequest = request;
    return undefined;
  },
};
