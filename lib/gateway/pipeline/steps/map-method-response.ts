// The method must declare the status it answers with; a proxy answers with any.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html
import { configurationError } from '../../errors/gateway-error';
import { Reply } from '../../http/message';
import type { Answered, Mapped } from '../exchange';
import type { Step } from '../step';

export const mapMethodResponse: Step<Mapped, Answered> = {
  name: 'map-method-response',
  run(x) {
    if (x.mappedResponse !== null && !x.mappedResponse.isDeclared) {
      x.upstreamCall?.discard();
      return configurationError(`The method has no method response for status ${x.responseStatus}.`);
    }
    x.reply = new Reply(x.responseStatus, x.responseHeaders, x.responseBody, x.responseLength);
    return undefined;
  },
};
