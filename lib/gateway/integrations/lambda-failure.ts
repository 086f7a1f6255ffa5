// What becomes of a function that does not answer as it should, and the words of AWS's execution log for it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
import { configurationError, GatewayError, INTEGRATION_TIMEOUT, REQUEST_TOO_LARGE } from '../errors/gateway-error';
import { headerValue } from '../http/headers';
import type { HeaderList } from '../http/message';
import type { UpstreamError } from '../upstream/upstream-error';

export const MALFORMED_PROXY_RESPONSE = new GatewayError('DEFAULT_5XX', {
  status: 502,
  domain: 'config',
  internal: 'Malformed Lambda proxy response',
});

/** The function itself failed; undefined: it did not. */
export const functionErrorOf = (headers: HeaderList): string | undefined =>
  headerValue(headers, 'x-amz-function-error');

/** Of a function behind AWS_PROXY. `json`: { errorMessage, errorType, … }. */
export function functionFailed(json: string, headers: HeaderList): GatewayError {
  const internal = `Lambda execution failed with status 200 due to customer function error: ${errorMessageOf(json) ?? json.slice(0, 512)}. Lambda request id: ${requestIdOf(headers)}`;
  return new GatewayError('DEFAULT_5XX', { status: 502, domain: 'upstream', internal, logLines: [internal] });
}

/** The text that integration responses of an AWS integration are selected by. */
export function errorMessageOf(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const message: unknown =
      typeof value === 'object' && value !== null ? Reflect.get(value, 'errorMessage') : undefined;
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What integration responses are selected by, of a function behind an AWS integration. Undefined: it did not fail. An
 * event that Lambda can't read is answered like an error of the function.
 */
export function selectionTextOf(
  status: number,
  headers: HeaderList,
  body: Buffer | null,
): string | undefined | GatewayError {
  if (status === 200 || status === 202 || status === 204) {
    if (functionErrorOf(headers) === undefined) return undefined;
    return errorMessageOf(body === null ? '' : body.toString('utf8')) ?? '';
  }
  const json = body === null ? '' : body.toString('utf8');
  return status === 400 ? messageOf(json) : invokeRefused(status, json, headers);
}

/** Lambda did not run the function. */
export function invokeRefused(status: number, json: string, headers: HeaderList): GatewayError {
  const said = `Lambda invocation failed with status: ${status}. Lambda request id: ${requestIdOf(headers)}`;
  if (status === 429) return refused('Rate Exceeded.', said);
  if (status === 403 || status === 404) return refused('Invalid permissions on Lambda function', said);
  if (status === 413) return REQUEST_TOO_LARGE;
  return refused(messageOf(json), said);
}

/** No answer at all. */
export function functionUnreachable(error: UpstreamError): GatewayError {
  if (error.kind === 'timeout') return INTEGRATION_TIMEOUT;
  if (error.kind === 'request-too-large') return REQUEST_TOO_LARGE;
  return new GatewayError('INTEGRATION_FAILURE', {
    status: 500,
    publicMessage: 'Internal server error',
    ...(error.kind === 'refused-address'
      ? { internal: error.message, domain: 'config' as const }
      : { internal: `The function's endpoint does not answer: ${error.message}` }),
  });
}

function refused(reason: string, said: string): GatewayError {
  const { internal, responseType } = configurationError(reason);
  return new GatewayError(responseType, {
    internal,
    logLines: [said, `Execution failed due to configuration error: ${reason}`],
  });
}

const requestIdOf = (headers: HeaderList): string => headerValue(headers, 'x-amzn-requestid') ?? '';

function messageOf(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return json.slice(0, 512);
    return String(Reflect.get(value, 'Message') ?? Reflect.get(value, 'message') ?? json.slice(0, 512));
  } catch {
    return json.slice(0, 512);
  }
}
