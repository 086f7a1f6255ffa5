// Authorizers that gave no answer. The client is told nothing of why: `{"message":null}`.
import { GatewayError } from '../errors/gateway-error';

export const UNAUTHORIZED = new GatewayError('UNAUTHORIZED');

/** What the authorizer's own answer forbids. The words are those of AWS's answers since 2025. */
export const EXPLICITLY_DENIED = new GatewayError('ACCESS_DENIED', {
  publicMessage: 'User is not authorized to access this resource with an explicit deny in an identity-based policy',
});
export const NOT_ALLOWED = new GatewayError('ACCESS_DENIED');

/** It can't be asked. */
export const configurationFailure = (internal: string): GatewayError =>
  new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', { internal: `The authorizer can’t be asked: ${internal}` });

/** It was asked, and failed. */
export const authorizerFailed = (internal: string): GatewayError =>
  new GatewayError('AUTHORIZER_FAILURE', { internal: `The authorizer failed: ${internal}` });
