import { type Integration, isProxy, type MethodConfig } from '@/lib/contract/method';
import { MOCK_REQUEST_TEMPLATES } from '@/lib/contract/template';

/**
 * What API Gateway's console adds to a new method: a 200 in the method response, for integrations that map responses a
 * default integration response, for mocks the template. A status or header that an integration response uses is declared.
 */
export function withDefaults(method: MethodConfig & { readonly integration: Integration }): MethodConfig {
  const integration = completeIntegration(method.integration);
  const declared = new Map(method.methodResponses.map((response) => [response.statusCode, response]));
  if (declared.size === 0) declared.set('200', emptyResponse('200'));
  for (const { statusCode, responseParameters } of integration.integrationResponses) {
    const response = declared.get(statusCode) ?? emptyResponse(statusCode);
    const undeclared = Object.fromEntries(Object.keys(responseParameters).map((key) => [key, false]));
    declared.set(statusCode, {
      ...response,
      responseParameters: { ...undeclared, ...response.responseParameters },
    });
  }
  return { ...method, methodResponses: [...declared.values()], integration };
}

const emptyResponse = (statusCode: string): MethodConfig['methodResponses'][number] => ({
  statusCode,
  responseParameters: {},
  responseModels: {},
});

function completeIntegration(integration: Integration): Integration {
  const isEmptyMock = integration.type === 'MOCK' && Object.keys(integration.requestTemplates).length === 0;
  const needsResponse = !isProxy(integration.type) && integration.integrationResponses.length === 0;
  return {
    ...integration,
    ...(isEmptyMock ? { requestTemplates: { ...MOCK_REQUEST_TEMPLATES } } : {}),
    ...(needsResponse
      ? {
          integrationResponses: [
            { statusCode: '200', selectionPattern: '', responseParameters: {}, responseTemplates: {} },
          ],
        }
      : {}),
  };
}
