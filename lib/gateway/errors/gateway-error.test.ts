import { describe, expect, it } from 'vitest';
import { GATEWAY_RESPONSE_TYPES } from '../model';
import { GatewayError, missingParameters } from './gateway-error';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html and captures. */
const DEFAULTS: readonly (readonly [string, number, string, string])[] = [
  ['ACCESS_DENIED', 403, 'AccessDeniedException', '{"Message":"User is not authorized to access this resource"}'],
  ['API_CONFIGURATION_ERROR', 500, 'InternalServerErrorException', '{"message":"Internal server error"}'],
  ['AUTHORIZER_CONFIGURATION_ERROR', 500, 'AuthorizerConfigurationException', '{"message":null}'],
  ['AUTHORIZER_FAILURE', 500, 'AuthorizerFailureException', '{"message":null}'],
  ['BAD_REQUEST_BODY', 400, 'BadRequestException', '{"message":"Invalid request body"}'],
  ['BAD_REQUEST_PARAMETERS', 400, 'BadRequestException', '{"message":"Missing required request parameters: []"}'],
  ['DEFAULT_4XX', 400, 'BadRequestException', '{"message":"Bad Request"}'],
  ['DEFAULT_5XX', 500, 'InternalServerErrorException', '{"message":"Internal server error"}'],
  [
    'EXPIRED_TOKEN',
    403,
    'ExpiredTokenException',
    '{"message":"The security token included in the request is expired"}',
  ],
  [
    'INTEGRATION_FAILURE',
    504,
    'InternalServerErrorException',
    '{"message":"Network error communicating with endpoint"}',
  ],
  ['INTEGRATION_TIMEOUT', 504, 'InternalServerErrorException', '{"message":"Endpoint request timed out"}'],
  ['INVALID_API_KEY', 403, 'ForbiddenException', '{"message":"Forbidden"}'],
  [
    'INVALID_SIGNATURE',
    403,
    'InvalidSignatureException',
    '{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."}',
  ],
  [
    'MISSING_AUTHENTICATION_TOKEN',
    403,
    'MissingAuthenticationTokenException',
    '{"message":"Missing Authentication Token"}',
  ],
  ['QUOTA_EXCEEDED', 429, 'LimitExceededException', '{"message":"Limit Exceeded"}'],
  ['REQUEST_TOO_LARGE', 413, 'RequestTooLargeException', '{"message":"Request Too Long"}'],
  ['RESOURCE_NOT_FOUND', 404, 'ResourceNotFoundException', '{"message":"The requested resource was not found"}'],
  ['THROTTLED', 429, 'TooManyRequestsException', '{"message":"Too Many Requests"}'],
  ['UNAUTHORIZED', 401, 'UnauthorizedException', '{"message":"Unauthorized"}'],
  ['UNSUPPORTED_MEDIA_TYPE', 415, 'BadRequestException', '{"message":"Unsupported Media Type"}'],
  ['WAF_FILTERED', 403, 'ForbiddenException', '{"message":"Forbidden"}'],
];

describe('gateway response types', () => {
  it('are the 21 of API Gateway', () => {
    expect(DEFAULTS.map(([type]) => type)).toEqual([...GATEWAY_RESPONSE_TYPES]);
  });

  it.each(DEFAULTS)('%s: %i %s %s', (type, status, errorType, defaultBody) => {
    const error = new GatewayError(type as (typeof GATEWAY_RESPONSE_TYPES)[number]);
    expect(error).toMatchObject({ status, errorType, defaultBody });
  });

  it('name what is missing, fit for JSON', () => {
    expect(JSON.parse(missingParameters(['a"b', 'c']).defaultBody)).toEqual({
      message: 'Missing required request parameters: [a"b, c]',
    });
  });
});
