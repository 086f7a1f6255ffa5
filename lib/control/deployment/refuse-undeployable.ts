import type { MethodConfig } from '@/lib/contract/method';
import type { Ctx } from '@/lib/control/context';
import { checkMethod } from '@/lib/control/method/rules';
import { InvalidInputError } from '@/lib/errors';
import type { MethodDefinition, RestApiDefinition } from '@/lib/gateway/model';
import { listRoutes } from './present';

/** Lists every place that would not work: as fieldErrors by place, and in the message. */
export function refuseUndeployable(
  ctx: Ctx,
  definition: RestApiDefinition,
  variables: Readonly<Record<string, string>>,
): void {
  const routes = listRoutes(definition);
  if (routes.length === 0) throw new InvalidInputError("The REST API doesn't contain any methods");

  const problems = new Map<string, string[]>();
  const add = (place: string, message: string) => problems.set(place, [...(problems.get(place) ?? []), message]);
  for (const { path, method, definition: methodDefinition } of routes) {
    const operation = `${method} ${path}`;
    if (methodDefinition.integration === undefined) add(operation, 'No integration defined for method');
    // A method may have been saved before its path, or a variable in it, was renamed.
    for (const { field, message } of checkMethod(path, toConfig(methodDefinition))) {
      add(`${operation} › ${readable(field)}`, message);
    }
  }
  // The gateway's own compiler has the last word, but repeats what was found above in words of its own.
  if (problems.size === 0) {
    for (const { place, message } of ctx.runtime.validateDefinition(definition, variables)) add(place, message);
  }
  if (problems.size === 0) return;
  const places = [...problems].map(([place, messages]) => `${place}: ${messages.join(' ')}`);
  throw new InvalidInputError(
    `The API can’t be deployed. ${places.slice(0, 3).join(' ')}${places.length > 3 ? ` And ${places.length - 3} more.` : ''}`,
    Object.fromEntries(problems),
  );
}

/** "integration.requestParameters.integration.request.header.X" → "integration › requestParameters › integration.request.header.X" */
function readable(field: string): string {
  const [, part, rest] = /^((?:integration\.)?\w+)(?:\.(.*))?$/s.exec(field) ?? [];
  return [...(part ?? field).split('.'), ...(rest === undefined ? [] : [rest])].join(' › ');
}

function toConfig({ methodResponses, integration, ...method }: MethodDefinition): MethodConfig {
  return {
    ...method,
    methodResponses: Object.entries(methodResponses).map(([statusCode, { responseParameters, responseModels }]) => ({
      statusCode,
      responseParameters: { ...responseParameters },
      responseModels: { ...responseModels },
    })),
    requestParameters: { ...method.requestParameters },
    requestModels: { ...method.requestModels },
    requestValidatorId: null,
    authorizerId: method.authorizerId ?? null,
    authorizationScopes: [...(method.authorizationScopes ?? [])],
    integration: (integration ?? null) as MethodConfig['integration'],
  };
}
