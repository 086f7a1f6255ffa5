// The 21 gateway response types with their default status, x-amzn-ErrorType and message.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
// Error types were read off real answers where there are any; ACCESS_DENIED's capital "Message" too.
import type { GatewayResponseType } from '../model';

/** Who has to act: says how loudly it is logged. */
export type FaultDomain = 'client' | 'config' | 'capacity' | 'upstream' | 'platform';

export interface GatewayResponseDefault {
  readonly status: number;
  readonly errorType: string;
  /** Null: `{"message":null}`, as AWS answers for a broken authorizer. */
  readonly message: string | null;
  readonly domain: FaultDomain;
}

const SIGNATURE_MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

export const GATEWAY_RESPONSE_DEFAULTS: Readonly<Record<GatewayResponseType, GatewayResponseDefault>> = {
  ACCESS_DENIED: entry(403, 'AccessDeniedException', 'User is not authorized to access this resource', 'client'),
  API_CONFIGURATION_ERROR: entry(500, 'InternalServerErrorException', 'Internal server error', 'config'),
  AUTHORIZER_CONFIGURATION_ERROR: entry(500, 'AuthorizerConfigurationException', null, 'config'),
  AUTHORIZER_FAILURE: entry(500, 'AuthorizerFailureException', null, 'upstream'),
  BAD_REQUEST_BODY: entry(400, 'BadRequestException', 'Invalid request body', 'client'),
  BAD_REQUEST_PARAMETERS: entry(400, 'BadRequestException', 'Missing required request parameters: []', 'client'),
  DEFAULT_4XX: entry(400, 'BadRequestException', 'Bad Request', 'client'),
  DEFAULT_5XX: entry(500, 'InternalServerErrorException', 'Internal server error', 'platform'),
  EXPIRED_TOKEN: entry(403, 'ExpiredTokenException', 'The security token included in the request is expired', 'client'),
  INTEGRATION_FAILURE: entry(
    504,
    'InternalServerErrorException',
    'Network error communicating with endpoint',
    'upstream',
  ),
  INTEGRATION_TIMEOUT: entry(504, 'InternalServerErrorException', 'Endpoint request timed out', 'upstream'),
  INVALID_API_KEY: entry(403, 'ForbiddenException', 'Forbidden', 'client'),
  INVALID_SIGNATURE: entry(403, 'InvalidSignatureException', SIGNATURE_MISMATCH, 'client'),
  MISSING_AUTHENTICATION_TOKEN: entry(
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
    'client',
  ),
  QUOTA_EXCEEDED: entry(429, 'LimitExceededException', 'Limit Exceeded', 'client'),
  REQUEST_TOO_LARGE: entry(413, 'RequestTooLargeException', 'Request Too Long', 'client'),
  RESOURCE_NOT_FOUND: entry(404, 'ResourceNotFoundException', 'The requested resource was not found', 'client'),
  THROTTLED: entry(429, 'TooManyRequestsException', 'Too Many Requests', 'capacity'),
  UNAUTHORIZED: entry(401, 'UnauthorizedException', 'Unauthorized', 'client'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'BadRequestException', 'Unsupported Media Type', 'client'),
  WAF_FILTERED: entry(403, 'ForbiddenException', 'Forbidden', 'client'),
};

function entry(status: number, errorType: string, message: string | null, domain: FaultDomain): GatewayResponseDefault {
  return { status, errorType, message, domain };
}
