// Where a Lambda authorizer looks for who is calling. All values of a source count: an answer for one of two headers of the
// same name must not be used for the other.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
import { headerValues } from '../http/headers';
import { queryValues } from '../http/query';
import { contextReader } from '../mapping/context-variables';
import type { RequestView } from '../mapping/request-view';
import { stageVariable } from '../mapping/stage-variable';

/** Every value as it came; empty: it is missing. */
export type IdentitySource = (request: RequestView) => readonly string[];

const NAME = /^[a-zA-Z0-9._$-]+$/;

/** "method.request.header.Authorization, context.identity.sourceIp"; a string says what is wrong. */
export function compileIdentitySources(
  text: string,
  stageVariables: Readonly<Record<string, string>>,
): readonly IdentitySource[] | string {
  const sources: IdentitySource[] = [];
  for (const part of text.split(',').map((it) => it.trim())) {
    if (part === '') continue;
    const source = compileSource(part, stageVariables);
    if (source === undefined) return `"${part}" is not an identity source.`;
    sources.push(source);
  }
  return sources;
}

function compileSource(text: string, variables: Readonly<Record<string, string>>): IdentitySource | undefined {
  const [, location, name = ''] =
    /^(method\.request\.header|method\.request\.querystring|stageVariables|context)\.(.+)$/.exec(text) ?? [];
  if (!NAME.test(name)) return undefined;
  switch (location) {
    case 'method.request.header': {
      // Clients of HTTP/2 write names in lower case.
      const lowerName = name.toLowerCase();
      return (it) => headerValues(it.headers, lowerName);
    }
    case 'method.request.querystring':
      return (it) => queryValues(it.queryPairs, name);
    case 'stageVariables': {
      const values = [stageVariable(variables, name)].filter((value) => value !== '');
      return () => values;
    }
    default: {
      const read = contextReader(name);
      return (it) => {
        const value = read?.(it);
        return value === undefined ? [] : [value];
      };
    }
  }
}
