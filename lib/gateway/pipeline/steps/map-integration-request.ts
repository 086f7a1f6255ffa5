// Makes the request for the backend; for a MOCK, finds the status its template asks for.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-request.html
import { configurationError, GatewayError, UNSUPPORTED_MEDIA_TYPE } from '../../errors/gateway-error';
import { type MockAnswer, mockAnswerOf, NO_MOCK_STATUS } from '../../integrations/mock';
import type { Prepared, Routed } from '../exchange';
import type { Step, StepOutcome } from '../step';

export const mapIntegrationRequest: Step<Routed, Prepared> = {
  name: 'map-integration-request',
  run(x) {
    const { integration } = x.route;
    if (integration.type !== 'MOCK') {
      const request = integration.request.build(x);
      if (request instanceof GatewayError) return request;
      x.upstreamRequest = request;
      return undefined;
    }
    const choice = integration.request.choose(x);
    if (choice === 'unsupported') return UNSUPPORTED_MEDIA_TYPE;
    if (choice !== 'passthrough') return takeStatus(x, choice.template);
    return takeStatus(x, x.bodyBytes === null ? NO_BODY : mockAnswerOf(x.bodyBytes.toString('utf8')));
  },
};

const NO_BODY: MockAnswer = { status: undefined };

function takeStatus(x: Routed, answer: MockAnswer): StepOutcome {
  if (answer.status === undefined) return configurationError(NO_MOCK_STATUS);
  x.integrationStatus = answer.status;
  return undefined;
}
