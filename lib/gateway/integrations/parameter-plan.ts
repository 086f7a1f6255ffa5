// integration.request.{header|querystring|path}.name: where mapped parameters of a request go.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
import { configurationError, type GatewayError } from '../errors/gateway-error';
import { isHeaderName, safeHeaderValue } from '../http/headers';
import {
  compileRequestExpression,
  type MappingScope,
  type MappingSource,
  type RequestRead,
} from '../mapping/expression';
import { hasHeader } from '../mapping/overrides';
import type { RequestView } from '../mapping/request-view';
import type { IntegrationDefinition } from '../model';
import { IGNORED_REQUEST_TARGETS, isSignature, RESERVED_REQUEST_TARGETS } from './header-rules';

export interface HeaderMapping {
  readonly name: string;
  readonly lowerName: string;
  readonly source: MappingSource<RequestRead>;
}

export interface ParameterPlan {
  readonly headers: readonly HeaderMapping[];
  /** What the mapped query parameters add: "a=1&b=2"; null when there are none. */
  readonly query: ((request: RequestView) => string) | null;
  readonly path: ReadonlyMap<string, MappingSource<RequestRead>>;
  /** A mapping looks into the request's body. */
  readonly readsBody: boolean;
  /** Set: every call answers 500, as on AWS. */
  readonly problem: string | undefined;
}

const TARGET = /^integration\.request\.(header|querystring|path)\.(.+)$/;

export function compileParameters(
  definition: IntegrationDefinition,
  scope: MappingScope,
  report: (place: string, message: string) => void,
): ParameterPlan {
  const headers: HeaderMapping[] = [];
  const queries: { name: string; source: MappingSource<RequestRead> }[] = [];
  const path = new Map<string, MappingSource<RequestRead>>();
  let readsBody = false;
  let problem: string | undefined;
  for (const [target, expression] of Object.entries(definition.requestParameters)) {
    const match = TARGET.exec(target);
    if (!match) {
      report(target, `"${target}" is not "integration.request.", one of header, querystring and path, and a name.`);
      continue;
    }
    const [, location, name = ''] = match;
    const source = compileRequestExpression(expression, scope);
    if (typeof source === 'string') {
      report(target, source);
      continue;
    }
    if (source.kind === 'dynamic' && source.readsBody) readsBody = true;
    if (location === 'path') path.set(name, source);
    else if (location === 'querystring') queries.push({ name, source });
    else {
      const lowerName = name.toLowerCase();
      if (!isHeaderName(name)) report(target, `"${name}" is not a header name.`);
      else if (RESERVED_REQUEST_TARGETS.has(lowerName)) problem = `${name} header already present`;
      else if (lowerName === 'authorization') headers.push({ name, lowerName, source: withoutSignatures(source) });
      else if (!IGNORED_REQUEST_TARGETS.has(lowerName)) headers.push({ name, lowerName, source });
    }
  }
  return { headers, query: queries.length === 0 ? null : compileQuery(queries), path, readsBody, problem };
}

/** What the owner wrote is sent as it is. */
function withoutSignatures(source: MappingSource<RequestRead>): MappingSource<RequestRead> {
  if (source.kind === 'constant') return source;
  const { read } = source;
  return {
    ...source,
    read(request) {
      const value = read(request);
      return value === undefined || isSignature(value) ? undefined : value;
    },
  };
}

/** The mapped headers, which replace what would be sent without them. */
export function pushMappedHeaders(headers: string[], plan: ParameterPlan, request: RequestView): void {
  const overrides = request.overrides?.request.header;
  for (const { name, lowerName, source } of plan.headers) {
    if (overrides !== undefined && hasHeader(overrides, lowerName)) continue;
    const value = source.kind === 'constant' ? source.value : source.read(request);
    if (value !== undefined) headers.push(name, safeHeaderValue(value));
  }
}

/** A path parameter that came percent-encoded is copied so; everything else is encoded as one segment. */
export function pathValueReader(source: MappingSource<RequestRead>): (request: RequestView) => string {
  if (source.kind === 'constant') {
    const value = encodeURIComponent(source.value);
    return () => value;
  }
  const { pathIndex, read } = source;
  if (pathIndex !== undefined) return (request) => request.pathValues[pathIndex] ?? '';
  return (request) => encodeURIComponent(read(request) ?? '');
}

/** What templates set over the query: "a=1&a=2". Empty: nothing. */
export function overriddenQuery(request: RequestView): string {
  const overrides = request.overrides?.request.querystring;
  if (overrides === undefined || overrides.size === 0) return '';
  const pairs: string[] = [];
  for (const [name, values] of overrides) {
    for (const value of values) pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  }
  return pairs.join('&');
}

/** "An override may only be applied to each parameter once." */
export const overriddenTwice = (name: string): GatewayError =>
  configurationError(
    `The templates set $context.${name} more than once: put the value into a variable and set it at the end.`,
  );

/** Headers that templates set. Those a client of the backend has to decide about, such as Host's rivals, are left out. */
export function pushOverriddenHeaders(headers: string[], request: RequestView): void {
  const overrides = request.overrides?.request.header;
  if (overrides === undefined) return;
  for (const [name, values] of overrides) {
    const lowerName = name.toLowerCase();
    if (!isHeaderName(name) || RESERVED_REQUEST_TARGETS.has(lowerName) || IGNORED_REQUEST_TARGETS.has(lowerName))
      continue;
    for (const value of values) {
      if (lowerName !== 'authorization' || !isSignature(value)) headers.push(name, safeHeaderValue(value));
    }
  }
}

function compileQuery(
  queries: readonly { readonly name: string; readonly source: MappingSource<RequestRead> }[],
): (request: RequestView) => string {
  const rules = queries.map(({ name, source }) => ({ name, prefix: `${encodeURIComponent(name)}=`, source }));
  return (request) => {
    const overrides = request.overrides?.request.querystring;
    let query = '';
    for (const { name, prefix, source } of rules) {
      if (overrides?.has(name)) continue;
      for (const value of valuesOf(source, request)) {
        query += `${query === '' ? '' : '&'}${prefix}${encodeURIComponent(value)}`;
      }
    }
    return query;
  };
}

function valuesOf(source: MappingSource<RequestRead>, request: RequestView): readonly string[] {
  if (source.kind === 'constant') return [source.value];
  if (source.readAll) return source.readAll(request);
  const value = source.read(request);
  return value === undefined ? [] : [value];
}
