// An integration's URI: stage variables are put in when the stage is compiled, {parameters} for each request.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html
import type { RequestView } from '../mapping/request-view';
import { fillStageVariables } from './stage-variables';

export interface BackendUri {
  /** "http://host:port": which pool of connections. */
  readonly origin: string;
  readonly path: UriPart;
  /** Without the question mark; empty: none. */
  readonly query: UriPart;
}

export type UriPart = string | ((request: RequestView) => string);

/** A parameter's value, fit for a path: percent-encoded. Undefined: the URI's {name} is unknown. */
export type PathSource = (name: string) => ((request: RequestView) => string) | undefined;

export type CompiledUri =
  | { readonly kind: 'uri'; readonly uri: BackendUri }
  /** The owner's text is wrong: the stage does not compile. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** Right but for its stage variables: as on AWS, only calls to this method fail. */
  | { readonly kind: 'broken'; readonly message: string };

const SHAPE = /^(https?):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/i;
const PARAMETER = /\{([A-Za-z0-9._$-]+)\+?\}/g;

export function compileBackendUri(
  text: string,
  stageVariables: Readonly<Record<string, string>>,
  pathSource: PathSource,
): CompiledUri {
  const { text: resolved, usesVariables } = fillStageVariables(text, stageVariables);
  const wrong = (message: string): CompiledUri => ({ kind: usesVariables ? 'broken' : 'invalid', message });

  const shape = SHAPE.exec(resolved.trim());
  if (!shape) return wrong(`Invalid HTTP endpoint specified for URI: "${resolved}" is not http://… or https://….`);
  const [, scheme = '', authority = '', path = '', query = ''] = shape;
  if (/[{}]/.test(authority)) return wrong('The host of the URI cannot hold a {parameter}. Use a stage variable.');
  if (authority.includes('@'))
    return wrong('The URI cannot hold a user name or password. Map an Authorization header.');
  const origin = originOf(`${scheme}://${authority}`);
  if (origin === undefined) return wrong(`Invalid HTTP endpoint specified for URI: "${authority}" is not a host.`);

  const unknown: string[] = [];
  const compiledPath = compileUriPart(path === '' ? '/' : path, pathSource, unknown);
  const compiledQuery = compileUriPart(query, pathSource, unknown);
  if (unknown.length > 0) return { kind: 'invalid', message: unknownParameters(unknown) };
  return { kind: 'uri', uri: { origin, path: compiledPath, query: compiledQuery } };
}

export function unknownParameters(unknown: readonly string[]): string {
  const names = unknown.map((name) => `{${name}}`).join(', ');
  return `Nothing gives ${names} a value. Map integration.request.path.${unknown[0]}, or name a parameter of the resource path.`;
}

/** `unknown` is filled with the names that have no source. */
export function compileUriPart(text: string, pathSource: PathSource, unknown: string[]): UriPart {
  const parts: UriPart[] = [];
  let from = 0;
  for (const match of text.matchAll(PARAMETER)) {
    const name = match[1] ?? '';
    parts.push(encodeLiteral(text.slice(from, match.index)));
    from = match.index + match[0].length;
    const source = pathSource(name);
    if (source === undefined) unknown.push(name);
    else parts.push(source);
  }
  const rest = encodeLiteral(text.slice(from));
  if (parts.length === 0) return rest;
  const [first, source, ...others] = parts;
  // The usual shape, "/base/{proxy}", without a loop.
  if (typeof first === 'string' && typeof source === 'function' && others.length === 0) {
    return rest === '' ? (request) => `${first}${source(request)}` : (request) => `${first}${source(request)}${rest}`;
  }
  return (request) => {
    let value = '';
    for (const part of parts) value += typeof part === 'string' ? part : part(request);
    return value + rest;
  };
}

/** What the owner wrote may hold spaces or letters beyond ASCII; existing escapes stay. */
const encodeLiteral = (text: string): string =>
  text.replace(/[^\x21-\x7e]|["<>\\^`{|}]/gu, (character) => encodeURIComponent(character));

function originOf(text: string): string | undefined {
  try {
    const url = new URL(text);
    return url.hostname === '' ? undefined : url.origin;
  } catch {
    return undefined;
  }
}
