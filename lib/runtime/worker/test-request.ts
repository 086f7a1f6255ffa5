import type { TestInvokeRequest as GatewayRequest } from '@/lib/gateway';
import type { HttpMethod } from '@/lib/gateway/model';
import type { TestInvokeRequest } from '../port';

/**
 * The console's form as a request: the path with its parameters filled in, through a definition cut down to the one
 * method, so that what is unfinished elsewhere in the API is no obstacle.
 */
export function toGatewayRequest(request: TestInvokeRequest): GatewayRequest {
  const { definition, resourceId, httpMethod } = request;
  const resource = definition.resources.find(({ id }) => id === resourceId);
  const method = resource?.methods[httpMethod];
  if (resource === undefined || method === undefined) {
    throw new Error('The method that should be tested is not in the definition.');
  }
  return {
    definition: { ...definition, resources: [{ ...resource, methods: { [httpMethod]: method } }] },
    stageVariables: request.stageVariables,
    method: httpMethod === 'ANY' ? (request.verb ?? ('GET' satisfies HttpMethod)) : httpMethod,
    path: fillIn(resource.path, request.pathParameters),
    query: request.queryString.replace(/^\?/, ''),
    headers: request.headers,
    body: request.body,
  };
}

/** A greedy parameter's slashes separate segments; any other parameter is one segment. */
function fillIn(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
    const value = values[name] ?? '';
    return greedy === '' ? encodeURIComponent(value) : value.split('/').map(encodeURIComponent).join('/');
  });
}
