import { HTTP_VERBS, type MethodKey } from '@/lib/contract/common';
import { quoteStatic } from '@/lib/contract/mapping';
import type { MethodConfig } from '@/lib/contract/method';
import { DEFAULT_TIMEOUT_MS } from '@/lib/contract/method';
import { MOCK_REQUEST_TEMPLATES } from '@/lib/contract/template';

interface CorsSettings {
  readonly allowOrigin: string;
  readonly allowHeaders: string;
}

export const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/** The three headers with their static values, in API Gateway's order. */
export function corsHeaders(settings: CorsSettings, methods: readonly MethodKey[]): Record<string, string> {
  return {
    'Access-Control-Allow-Headers': quoteStatic(settings.allowHeaders),
    'Access-Control-Allow-Methods': quoteStatic(allowedMethods(methods)),
    [ALLOW_ORIGIN]: quoteStatic(settings.allowOrigin),
  };
}

/** The OPTIONS method that API Gateway's console makes. https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors-console.html */
export function corsMethod(settings: CorsSettings, methods: readonly MethodKey[]): MethodConfig {
  const headers = Object.entries(corsHeaders(settings, methods));
  return {
    ...{ authorizationType: 'NONE' as const, authorizerId: null, authorizationScopes: [] },
    apiKeyRequired: false,
    operationName: '',
    requestParameters: {},
    requestModels: {},
    requestValidatorId: null,
    methodResponses: [
      {
        statusCode: '200',
        responseParameters: Object.fromEntries(headers.map(([name]) => [`method.response.header.${name}`, false])),
        responseModels: {},
      },
    ],
    integration: {
      type: 'MOCK',
      requestParameters: {},
      requestTemplates: { ...MOCK_REQUEST_TEMPLATES },
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: DEFAULT_TIMEOUT_MS,
      cacheKeyParameters: [],
      integrationResponses: [
        {
          statusCode: '200',
          selectionPattern: '',
          responseParameters: Object.fromEntries(
            headers.map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
          responseTemplates: {},
        },
      ],
    },
  };
}

/** Sends Allow-Origin with a non-proxy method's 200, declaring the header where it is not. */
export function allowOriginOn200(method: MethodConfig, settings: CorsSettings): MethodConfig {
  const key = `method.response.header.${ALLOW_ORIGIN}`;
  const has200 = method.methodResponses.some(({ statusCode }) => statusCode === '200');
  const responses = has200
    ? method.methodResponses
    : [...method.methodResponses, { statusCode: '200', responseParameters: {}, responseModels: {} }];
  return {
    ...method,
    methodResponses: responses.map((response) =>
      response.statusCode === '200'
        ? { ...response, responseParameters: { ...response.responseParameters, [key]: false } }
        : response,
    ),
    integration: method.integration && {
      ...method.integration,
      integrationResponses: method.integration.integrationResponses.map((response) =>
        response.statusCode === '200'
          ? {
              ...response,
              responseParameters: { ...response.responseParameters, [key]: quoteStatic(settings.allowOrigin) },
            }
          : response,
      ),
    },
  };
}

function allowedMethods(methods: readonly MethodKey[]): string {
  const verbs = methods.includes('ANY') ? [...HTTP_VERBS] : [...methods, 'OPTIONS'];
  return [...new Set(verbs)].sort().join(',');
}
