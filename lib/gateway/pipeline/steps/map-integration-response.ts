// From the backend's answer to the client's. A proxy's passes but for the headers that API Gateway renames; a function's
// is read as what it is to become; MOCK and HTTP choose one of the method's integration responses by status, AWS by the
// error message of a function that failed.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
import { configurationError, GatewayError } from '../../errors/gateway-error';
import { headerValue } from '../../http/headers';
import { MAX_BODY_BYTES } from '../../http/message';
import { convert } from '../../integrations/content-handling';
import { MALFORMED_PROXY_RESPONSE, selectionTextOf } from '../../integrations/lambda-failure';
import { proxyResultOf } from '../../integrations/lambda-proxy';
import { overriddenTwice } from '../../integrations/parameter-plan';
import { proxyResponseHeaders } from '../../integrations/proxy-response';
import type { MappedResponse, ResponsePlan } from '../../integrations/response-plan';
import type { MappingTemplate } from '../../mapping/mapping-template';
import { type MessageBody, responseBodyOf } from '../../mapping/message-body';
import type { UpstreamCall } from '../../upstream/upstream-call';
import type { Invoked, Mapped } from '../exchange';
import type { Step, StepOutcome } from '../step';

const NO_HEADERS: readonly string[] = [];
const NOT_BASE64 = configurationError('Unable to base64 decode the body.');
const NO_BODY = responseBodyOf(null);

export const mapIntegrationResponse: Step<Invoked, Mapped> = {
  name: 'map-integration-response',
  run(x) {
    const { integration } = x.route;
    const call = x.upstreamCall;
    if (integration.type === 'HTTP_PROXY') {
      if (call === null) return configurationError('The backend was not asked.');
      x.responseStatus = call.status;
      x.responseHeaders = proxyResponseHeaders(call.headers);
      x.responseLength = call.contentLength;
      x.responseBody = call;
      return integration.isStreamed || call.isComplete ? undefined : withinLimit(x, call);
    }
    if (integration.type === 'AWS_PROXY') {
      if (call === null) return configurationError('The function was not asked.');
      return call.isComplete
        ? takeProxyResult(x, call)
        : call.collect(MAX_BODY_BYTES).then((isComplete) => {
            if (isComplete) return takeProxyResult(x, call);
            call.destroy();
            return MALFORMED_PROXY_RESPONSE;
          });
    }
    if (integration.type === 'AWS') {
      if (call === null) return configurationError('The function was not asked.');
      return call
        .collect(MAX_BODY_BYTES)
        .then((isComplete) => (isComplete ? takeFunctionResult(x, call, integration.responses) : tooLong(call)));
    }
    const response = integration.responses.select(x.integrationStatus);
    if (response === undefined) {
      call?.discard();
      return noMatch(x.integrationStatus);
    }
    x.mappedResponse = response;
    if (call === null || !response.readsBody) return map(x, response, NO_BODY, call);
    return call.collect(MAX_BODY_BYTES).then((isComplete) => {
      if (!isComplete) return tooLong(call);
      const bytes = takeBody(x, call);
      return map(x, response, bodyOf(x, call, bytes), bytes);
    });
  },
};

function takeBody(x: Invoked, call: UpstreamCall): Buffer | null {
  const bytes = call.takeBody();
  if (x.trace !== null) x.trace.endpointBody = bytes;
  return bytes;
}

/**
 * BUFFERED: an answer of more than 10 MB is none. One that says its length passes as it comes; one that does not is kept
 * until it ends, so that the client gets an error instead of a part.
 */
function withinLimit(x: Invoked, call: UpstreamCall): StepOutcome | Promise<StepOutcome> {
  if (call.contentLength >= 0) return call.contentLength > MAX_BODY_BYTES ? tooLong(call) : undefined;
  return call
    .collectInTime(MAX_BODY_BYTES, performance.now() - x.integrationStartedAt)
    .then((isComplete) => (isComplete ? undefined : tooLong(call)));
}

function takeProxyResult(x: Invoked, call: UpstreamCall): StepOutcome {
  const result = proxyResultOf(call.status, call.headers, takeBody(x, call));
  if (result instanceof GatewayError) return result;
  x.integrationStatus = result.status;
  x.responseStatus = result.status;
  x.responseHeaders = result.headers;
  x.responseBody = result.body;
  // Bytes are for clients that ask for a binary type first; others get their Base64.
  if (result.isBase64Encoded && x.stage.binaryMediaTypes.matchesAccept(headerValue(x.headers, 'accept'))) {
    const bytes = convert(result.body, 'decode');
    if (bytes === undefined) return NOT_BASE64;
    x.responseBody = bytes;
  }
  return undefined;
}

/** The whole answer is there: which of the method's responses it gets may depend on it. */
function takeFunctionResult(x: Invoked, call: UpstreamCall, responses: ResponsePlan): StepOutcome {
  const bytes = takeBody(x, call);
  const text = selectionTextOf(call.status, call.headers, bytes);
  if (text instanceof GatewayError) return text;
  const response = responses.selectByError(text);
  if (response === undefined) return noMatch(call.status);
  x.mappedResponse = response;
  return map(x, response, bodyOf(x, call, bytes), bytes);
}

const noMatch = (status: number): GatewayError =>
  configurationError(
    `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${status}`,
  );

/** What templates and mappings see: of a binary media type only its Base64. */
function bodyOf(x: Invoked, call: UpstreamCall, bytes: Buffer | null): MessageBody {
  const { binaryMediaTypes } = x.stage;
  const isBinary = !binaryMediaTypes.isEmpty && binaryMediaTypes.matches(headerValue(call.headers, 'content-type'));
  return responseBodyOf(bytes, isBinary);
}

/** `passed`: what the client gets without a template. */
function map(
  x: Invoked,
  response: MappedResponse,
  body: MessageBody,
  passed: UpstreamCall | Buffer | null,
): StepOutcome {
  const call = x.upstreamCall;
  const chosen = response.templates.size === 0 ? undefined : response.template(headerValue(x.headers, 'accept'));
  if (chosen !== undefined) renderBody(x, chosen[1], body);
  else {
    x.responseBody = passed;
    if (call !== null && passed === call) x.responseLength = call.contentLength;
  }
  // The template is rendered: what it overrides is known.
  if (x.overrides?.conflict !== undefined) return overriddenTwice(x.overrides.conflict);
  x.responseStatus = x.overrides?.responseStatus || response.status;
  x.responseHeaders = response.headers(x, call === null ? NO_HEADERS : call.headers, body, chosen?.[0]);
  return undefined;
}

function renderBody(x: Invoked, template: MappingTemplate, body: MessageBody): void {
  x.responseBody = template.render(x, body);
  // What the template did not want.
  x.upstreamCall?.discard();
}

function tooLong(call: UpstreamCall): GatewayError {
  call.destroy();
  return configurationError(
    `Integration response of reported length ${call.contentLength} is larger than allowed maximum of ${MAX_BODY_BYTES} bytes.`,
  );
}
