// Why a backend gave no answer, and what the client is told.
import { GatewayError, INTEGRATION_TIMEOUT, integrationFailure, REQUEST_TOO_LARGE } from '../errors/gateway-error';

export type UpstreamErrorKind = 'timeout' | 'network' | 'refused-address' | 'request-too-large' | 'client-gone';

export class UpstreamError extends Error {
  readonly kind: UpstreamErrorKind;

  constructor(kind: UpstreamErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'UpstreamError';
    this.kind = kind;
  }
}

export function gatewayErrorOf(error: UpstreamError): GatewayError {
  if (error.kind === 'timeout') return INTEGRATION_TIMEOUT;
  if (error.kind === 'request-too-large') return REQUEST_TOO_LARGE;
  if (error.kind === 'refused-address') {
    // Looks like any backend that does not answer; only the owner's log says why.
    return new GatewayError('INTEGRATION_FAILURE', { internal: error.message, domain: 'config' });
  }
  return integrationFailure(error.message);
}
