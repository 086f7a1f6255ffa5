// contentHandling of the integration: before the mapping, binary becomes text that a template can read; after it, text
// becomes the binary that the backend wants.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html
import { configurationError } from '../../errors/gateway-error';
import { headerValue } from '../../http/headers';
import { convert } from '../../integrations/content-handling';
import type { Prepared, Routed } from '../exchange';
import type { Step } from '../step';

const isBinary = (x: Routed): boolean => x.stage.binaryMediaTypes.matches(headerValue(x.headers, 'content-type'));

export const convertRequestToText: Step<Routed> = {
  name: 'convert-request-to-text',
  run(x) {
    if (x.bodyBytes === null || !isBinary(x)) return undefined;
    x.bodyBytes = convert(x.bodyBytes, 'encode') ?? null;
    x.isBodyConverted = true;
    return undefined;
  },
};

export const convertRequestToBinary: Step<Prepared> = {
  name: 'convert-request-to-binary',
  run(x) {
    const request = x.upstreamRequest;
    if (request === null || !Buffer.isBuffer(request.body)) return undefined;
    // Passed through, and binary already.
    if (request.body === x.bodyBytes && isBinary(x)) return undefined;
    const decoded = convert(request.body, 'decode');
    if (decoded === undefined) return NOT_BASE64;
    x.upstreamRequest = request.withBody(decoded);
    return undefined;
  },
};

const NOT_BASE64 = configurationError(
  'The request body could not be converted to binary: it is not Base64. See contentHandling of the integration.',
);
