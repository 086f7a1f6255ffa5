// Authorizers that gave no answer. The client is told nothing of why: `{"message":null}`.
import { GatewayError } from '../errors/gateway-error';

export const UNAUTHORIZED = new GatewayError('UNAUTHORIZED');

/** It can't be asked. */
export const configurationFailure = (internal: string): GatewayError =>
  new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', { internal: `The authorizer can’t be asked: ${internal}` });

/** It was asked, and failed. */
export const authorizerFailed = (internal: string): GatewayError =>
  new GatewayError('AUTHORIZER_FAILURE', { internal: `The authorizer failed: ${internal}` });
