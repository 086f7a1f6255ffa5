// What a caller is told whose signature does not hold, in the words of AWS's signature checker: clients and people look
// for these texts. https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
import { createHash } from 'node:crypto';
import { GatewayError } from '../errors/gateway-error';

/** The request can't be read as a signed one. */
export const incompleteSignature = (publicMessage: string): GatewayError =>
  new GatewayError('INVALID_SIGNATURE', { errorType: 'IncompleteSignatureException', publicMessage });

export const invalidSignature = (publicMessage: string, internal = ''): GatewayError =>
  new GatewayError('INVALID_SIGNATURE', { publicMessage, internal });

/** `internal` says which part of the two it was; the caller learns nothing of it. */
export const signatureMismatch = (internal: string): GatewayError =>
  new GatewayError('INVALID_SIGNATURE', { internal });

/** The same for a key that never was, an inactive one, and a session token that is not ours. */
export const unknownAccessKey = (internal: string): GatewayError =>
  new GatewayError('INVALID_SIGNATURE', {
    errorType: 'UnrecognizedClientException',
    publicMessage: 'The security token included in the request is invalid.',
    internal,
  });

/**
 * What the header was, without showing it: error texts end up in logs, and a bearer token that was sent to the wrong
 * method is still a bearer token.
 */
export const hashOfHeader = (value: string): string => createHash('sha256').update(value, 'latin1').digest('base64');
