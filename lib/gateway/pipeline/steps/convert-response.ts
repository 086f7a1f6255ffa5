// contentHandling of the integration response, and without it what the client's Accept asks for.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
import { configurationError, type GatewayError } from '../../errors/gateway-error';
import { headerValue } from '../../http/headers';
import { MAX_BODY_BYTES } from '../../http/message';
import { convert, responseConversion } from '../../integrations/content-handling';
import type { Mapped } from '../exchange';
import type { Step } from '../step';

export const convertResponse: Step<Mapped> = {
  name: 'convert-response',
  run(x) {
    const body = x.responseBody;
    if (body === null || x.method === 'HEAD') return undefined;
    const { binaryMediaTypes } = x.stage;
    // What a template wrote is text; else it is the backend's body, with the backend's type.
    const isBinary =
      typeof body !== 'string' &&
      x.upstreamCall !== null &&
      binaryMediaTypes.matches(headerValue(x.upstreamCall.headers, 'content-type'));
    const handling = x.mappedResponse === null ? null : x.mappedResponse.contentHandling;
    const conversion = responseConversion(isBinary, handling, binaryMediaTypes, headerValue(x.headers, 'accept'));
    if (conversion === null) return undefined;
    if (typeof body === 'string' || Buffer.isBuffer(body)) return take(x, body, conversion);
    return body.collect(MAX_BODY_BYTES).then((isComplete) => {
      if (isComplete) return take(x, body.takeBody(), conversion);
      body.destroy();
      return TOO_LARGE;
    });
  },
};

function take(x: Mapped, body: string | Buffer | null, conversion: 'encode' | 'decode'): GatewayError | undefined {
  const converted = body === null || body.length === 0 ? null : convert(body, conversion);
  if (converted === undefined) return NOT_BASE64;
  x.responseBody = converted;
  x.responseLength = -1;
  return undefined;
}

const NOT_BASE64 = configurationError(
  'The response body could not be converted to binary: it is not Base64. See contentHandling of the integration response, binaryMediaTypes of the API, and the Accept header.',
);
const TOO_LARGE = configurationError('The response body is larger than 10 MB: it cannot be converted.');
