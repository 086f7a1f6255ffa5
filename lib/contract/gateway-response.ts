import { z } from 'zod';
import { entityId, recordOf } from './common';
import { gatewayResponseExpressionProblem, reservedHeaderProblem } from './mapping';

export const GATEWAY_RESPONSE_TYPES = [
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'ACCESS_DENIED',
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'EXPIRED_TOKEN',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNAUTHORIZED',
  'UNSUPPORTED_MEDIA_TYPE',
  'WAF_FILTERED',
] as const;
export const gatewayResponseType = z.enum(GATEWAY_RESPONSE_TYPES);
export type GatewayResponseType = z.infer<typeof gatewayResponseType>;

export const putGatewayResponseInput = z.object({
  restApiId: entityId,
  responseType: gatewayResponseType,
  /** Null: this type has not been customised before. */
  version: z.number().int().nullable(),
  statusCode: z
    .string()
    .regex(/^[2-5]\d\d$/, 'A status code is a number from 200 to 599.')
    .nullable()
    .default(null),
  responseParameters: recordOf(
    z.string().regex(/^gatewayresponse\.header\.[a-zA-Z0-9._$-]+$/, 'Write gatewayresponse.header.NAME.'),
    z
      .string()
      .trim()
      .min(1, 'Enter a mapping expression.')
      .max(2048)
      .superRefine((expression, context) => {
        const message = expression === '' ? undefined : gatewayResponseExpressionProblem(expression);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
  )
    .superRefine((parameters, context) => {
      for (const key of Object.keys(parameters)) {
        const message = reservedHeaderProblem(key.slice('gatewayresponse.header.'.length), 'response');
        if (message !== undefined) context.addIssue({ code: 'custom', path: [key], message });
      }
    })
    .default({}),
  /** Empty: the default template. */
  responseTemplates: recordOf(
    z.string().regex(/^[\w.+*-]+\/[\w.+*-]+$/, 'Not a media type, such as application/json.'),
    z.string().max(300 * 1024, 'A template has at most 300 KB.'),
  ).default({}),
});
export type PutGatewayResponseInput = z.input<typeof putGatewayResponseInput>;

export const gatewayResponseRef = z.object({ restApiId: entityId, responseType: gatewayResponseType });

/** Each type's own status and message; DEFAULT_4XX and DEFAULT_5XX answer for types that are not customised. */
export const GATEWAY_RESPONSE_DEFAULTS: Readonly<
  Record<GatewayResponseType, { readonly statusCode: string | null; readonly description: string }>
> = {
  DEFAULT_4XX: { statusCode: null, description: 'Stands in for every 4XX type that is not customised' },
  DEFAULT_5XX: { statusCode: null, description: 'Stands in for every 5XX type that is not customised' },
  ACCESS_DENIED: { statusCode: '403', description: 'The caller is not authorized to access the resource' },
  API_CONFIGURATION_ERROR: { statusCode: '500', description: 'The API is configured in a way that can’t work' },
  AUTHORIZER_CONFIGURATION_ERROR: { statusCode: '500', description: 'The authorizer could not be reached or run' },
  AUTHORIZER_FAILURE: { statusCode: '500', description: 'The authorizer failed to authenticate the caller' },
  BAD_REQUEST_BODY: { statusCode: '400', description: 'The body does not match its model' },
  BAD_REQUEST_PARAMETERS: { statusCode: '400', description: 'A required parameter is missing' },
  EXPIRED_TOKEN: { statusCode: '403', description: 'The security token has expired' },
  INTEGRATION_FAILURE: { statusCode: '504', description: 'The backend could not be reached' },
  INTEGRATION_TIMEOUT: { statusCode: '504', description: 'The backend did not answer in time' },
  INVALID_API_KEY: { statusCode: '403', description: 'The API key is missing, unknown or disabled' },
  INVALID_SIGNATURE: { statusCode: '403', description: 'The request’s signature is wrong' },
  MISSING_AUTHENTICATION_TOKEN: { statusCode: '403', description: 'No such path or method, or no credentials' },
  QUOTA_EXCEEDED: { statusCode: '429', description: 'The usage plan’s quota is used up' },
  REQUEST_TOO_LARGE: { statusCode: '413', description: 'The request is larger than 10 MB' },
  RESOURCE_NOT_FOUND: { statusCode: '404', description: 'No such resource, after the caller was authorized' },
  THROTTLED: { statusCode: '429', description: 'More requests per second than allowed' },
  UNAUTHORIZED: { statusCode: '401', description: 'The authorizer did not accept the caller' },
  UNSUPPORTED_MEDIA_TYPE: { statusCode: '415', description: 'No request template for the content type' },
  WAF_FILTERED: { statusCode: '403', description: 'Blocked by the firewall' },
};
export const DEFAULT_GATEWAY_RESPONSE_TEMPLATES: Readonly<Record<string, string>> = {
  'application/json': '{"message":$context.error.messageString}',
};

export const resetGatewayResponseInput = gatewayResponseRef.extend({ version: z.number().int() });
export type ResetGatewayResponseInput = z.input<typeof resetGatewayResponseInput>;

export const gatewayResponseDetail = z.object({
  responseType: gatewayResponseType,
  /** Not customised. */
  defaultResponse: z.boolean(),
  version: z.number().int().nullable(),
  /** As customised; null: the default. */
  statusCode: z.string().nullable(),
  defaultStatusCode: z.string().nullable(),
  description: z.string(),
  responseParameters: z.record(z.string(), z.string()),
  responseTemplates: z.record(z.string(), z.string()),
});
export type GatewayResponseDetail = z.infer<typeof gatewayResponseDetail>;
