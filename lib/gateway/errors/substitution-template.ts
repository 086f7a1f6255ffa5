// Bodies of gateway responses: plain text with $context.x, $stageVariables.x and $method.request.… put in. Not Velocity.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
import { compileRequestExpression } from '../mapping/expression';
import type { RequestView } from '../mapping/request-view';

export type TemplateRender = (request: RequestView) => string;

const REFERENCE =
  /\$(?:\{((?:context|stageVariables|method\.request)\.[A-Za-z0-9_.-]+)\}|((?:context|stageVariables)(?:\.[A-Za-z0-9_-]+)+|method\.request\.[a-z]+\.[A-Za-z0-9_-]+)|\{stageVariables\['([A-Za-z0-9_]+)'\]\}|stageVariables\['([A-Za-z0-9_]+)'\])/g;

export interface SubstitutionTemplate {
  readonly render: TemplateRender;
  /** Set when nothing in it depends on the request. */
  readonly constant?: string;
}

/** Unknown names render as nothing, as everywhere in API Gateway. */
export function compileSubstitutionTemplate(
  text: string,
  stageVariables: Readonly<Record<string, string>>,
): SubstitutionTemplate {
  const parts: (string | TemplateRender)[] = [];
  let from = 0;
  for (const match of text.matchAll(REFERENCE)) {
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const variable = match[3] ?? match[4];
    const expression = variable === undefined ? (match[1] ?? match[2] ?? '') : `stageVariables.${variable}`;
    const source = compileRequestExpression(expression, { pathParamNames: null, stageVariables });
    if (typeof source === 'string') continue;
    if (source.kind === 'constant') parts.push(source.value);
    else parts.push((request) => source.read(request) ?? '');
  }
  parts.push(text.slice(from));
  if (parts.every((part) => typeof part === 'string')) {
    const constant = parts.join('');
    return { constant, render: () => constant };
  }
  return {
    render: (request) => {
      let body = '';
      for (const part of parts) body += typeof part === 'string' ? part : part(request);
      return body;
    },
  };
}
