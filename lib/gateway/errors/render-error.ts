// The one place where an error becomes an answer: status, headers and body.
import { headerValue } from '../http/headers';
import { pickByAccept } from '../http/media-type';
import { Reply } from '../http/message';
import type { RequestView } from '../mapping/request-view';
import type { GatewayError } from './gateway-error';
import type { CompiledGatewayResponse, CompiledGatewayResponses } from './gateway-responses';

/** `request.error` must be the error already: templates read it. */
export function renderError(
  error: GatewayError,
  responses: CompiledGatewayResponses | null,
  request: RequestView,
): Reply {
  const custom = responses?.get(error.responseType);
  if (custom === undefined) {
    return new Reply(
      error.status,
      ['x-amzn-ErrorType', error.errorType, 'Content-Type', 'application/json'],
      error.defaultBody,
    );
  }
  return renderCustom(error, custom, request);
}

function renderCustom(error: GatewayError, custom: CompiledGatewayResponse, request: RequestView): Reply {
  const template = pickByAccept(custom.templates, headerValue(request.headers, 'accept'));
  const headers: string[] = [];
  let hasContentType = false;
  let hasErrorType = false;
  for (const rule of custom.headers) {
    const value = rule.source.kind === 'constant' ? rule.source.value : rule.source.read(request);
    if (value === undefined) continue;
    if (rule.lowerName === 'content-type') hasContentType = true;
    if (rule.lowerName === 'x-amzn-errortype') hasErrorType = true;
    headers.push(rule.name, value);
  }
  if (!hasErrorType) headers.push('x-amzn-ErrorType', error.errorType);
  if (!hasContentType) headers.push('Content-Type', template?.[0] ?? 'application/json');
  const body = template === undefined ? error.defaultBody : template[1].render(request);
  return new Reply(custom.status ?? error.status, headers, body);
}
