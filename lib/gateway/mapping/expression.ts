// Parameter mapping expressions, compiled to closures when a definition is published.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
// Single-value forms take the last value, multi-value headers are joined with ",", an absent source maps to nothing.
import { exactHeaderValues, headerValues, lastExactHeaderValue } from '../http/headers';
import type { HeaderList } from '../http/message';
import { lastQueryValue, queryValues } from '../http/query';
import { contextReader } from './context-variables';
import { compileJsonPath } from './jsonpath/json-path';
import type { MessageBody } from './message-body';
import type { RequestView } from './request-view';
import { stageVariable } from './stage-variable';
import { writeJson } from './write-json';

export interface MappingScope {
  /** Parameters of the resource path, in its order; null where one expression serves all resources of an API. */
  readonly pathParamNames: readonly string[] | null;
  readonly stageVariables: Readonly<Record<string, string>>;
}

export type RequestRead = (request: RequestView) => string | undefined;
export type ResponseRead = (
  request: RequestView,
  backendHeaders: HeaderList,
  backendBody: MessageBody,
) => string | undefined;

export type MappingSource<Read> =
  | { readonly kind: 'constant'; readonly value: string }
  | {
      readonly kind: 'dynamic';
      readonly read: Read;
      /** It looks into the body, which then has to be there as a whole. */
      readonly readsBody?: true;
      /** For multi-value query strings: every value for itself. */
      readonly readAll?: (request: RequestView) => readonly string[];
      /** Index of the path parameter that is copied as it came, percent-encoded. */
      readonly pathIndex?: number;
    };

/** What a mapping says, or a sentence that says what is wrong with it. */
export type Compiled<Read> = MappingSource<Read> | string;

const PARAMETER_NAME = /^[a-zA-Z0-9._$-]+$/;

export function compileRequestExpression(text: string, scope: MappingScope): Compiled<RequestRead> {
  return compileShared(text, scope) ?? compileMethodRequest(text, scope);
}

export function compileResponseExpression(text: string, scope: MappingScope): Compiled<ResponseRead> {
  const shared = compileShared(text, scope);
  if (shared !== undefined) return shared;
  const readBody = compileBodyRead(text, 'integration.response.body');
  if (typeof readBody === 'string') return readBody;
  if (readBody) return { kind: 'dynamic', readsBody: true, read: (_request, _headers, body) => readBody(body) };
  const [location, name] = locationAndName(text, 'integration.response.');
  const lowerName = name.toLowerCase();
  if (!PARAMETER_NAME.test(name)) return unknownSource(text);
  // HTTP's own rule: the backend's spelling of a header name means nothing.
  if (location === 'header') return { kind: 'dynamic', read: (_, headers) => headerValues(headers, lowerName).at(-1) };
  if (location === 'multivalueheader') {
    return { kind: 'dynamic', read: (_, headers) => joined(headerValues(headers, lowerName)) };
  }
  return unknownSource(text);
}

/** 'static', stageVariables.x and context.x mean the same everywhere. */
function compileShared(text: string, scope: MappingScope): Compiled<RequestRead> | undefined {
  if (text.startsWith("'")) {
    return text.length > 1 && text.endsWith("'")
      ? { kind: 'constant', value: text.slice(1, -1) }
      : `The static value ${text} has no closing quote.`;
  }
  if (text.startsWith('stageVariables.')) {
    return { kind: 'constant', value: stageVariable(scope.stageVariables, text.slice('stageVariables.'.length)) };
  }
  if (text.startsWith('context.')) {
    const read = contextReader(text.slice('context.'.length));
    return { kind: 'dynamic', read: read ?? nothing };
  }
  return undefined;
}

function compileMethodRequest(text: string, scope: MappingScope): Compiled<RequestRead> {
  // Not in a gateway response: it is made of what every request has, however early it failed.
  const readBody = scope.pathParamNames === null ? undefined : compileBodyRead(text, 'method.request.body');
  if (typeof readBody === 'string') return readBody;
  if (readBody) return { kind: 'dynamic', readsBody: true, read: (it) => readBody(it.requestBody) };
  const [location, name] = locationAndName(text, 'method.request.');
  if (!PARAMETER_NAME.test(name)) return unknownSource(text);
  switch (location) {
    case 'path': {
      if (scope.pathParamNames === null) return { kind: 'dynamic', read: (it) => pathValueByName(it, name) };
      const pathIndex = scope.pathParamNames.indexOf(name);
      if (pathIndex === -1) return `The resource path has no {${name}}, which "${text}" reads.`;
      return { kind: 'dynamic', pathIndex, read: (it) => decodedPathValue(it.pathValues[pathIndex]) };
    }
    case 'querystring':
      return { kind: 'dynamic', read: (it) => lastQueryValue(it.queryPairs, name) };
    case 'multivaluequerystring':
      return {
        kind: 'dynamic',
        read: (it) => joined(queryValues(it.queryPairs, name)),
        readAll: (it) => queryValues(it.queryPairs, name),
      };
    case 'header':
      return { kind: 'dynamic', read: (it) => lastExactHeaderValue(it.headers, name) };
    case 'multivalueheader':
      return { kind: 'dynamic', read: (it) => joined(exactHeaderValues(it.headers, name)) };
    default:
      return unknownSource(text);
  }
}

const nothing = (): undefined => undefined;

function pathValueByName(request: RequestView, name: string): string | undefined {
  const index = request.resource?.paramNames.indexOf(name) ?? -1;
  return index === -1 ? undefined : decodedPathValue(request.pathValues[index]);
}

const unknownSource = (text: string): string =>
  `"${text}" is not a mapping source. Use method.request.{path|querystring|multivaluequerystring|header|multivalueheader}.name, method.request.body[.JSONPath], integration.response.{header|multivalueheader}.name or integration.response.body[.JSONPath] in responses, context.name, stageVariables.name or 'a static value'.`;

type BodyRead = (body: MessageBody) => string | undefined;

/**
 * "…body.pets[0].name" is the JSON path "$.pets[0].name". Text is mapped as it is, everything else as JSON; what is absent
 * or null maps to nothing. A string says what is wrong; undefined: another source.
 */
function compileBodyRead(text: string, source: string): BodyRead | string | undefined {
  if (text === source) return (body) => (body.isEmpty ? undefined : body.text);
  if (!text.startsWith(`${source}.`)) return undefined;
  const path = compileJsonPath(`$.${text.slice(source.length + 1)}`);
  if (typeof path === 'string') return `"${text}": ${path}`;
  return (body) => {
    const value = path.read(body.json());
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : writeJson(value);
  };
}

function locationAndName(text: string, prefix: string): [string, string] {
  if (!text.startsWith(prefix)) return ['', ''];
  const dot = text.indexOf('.', prefix.length);
  return dot === -1 ? ['', ''] : [text.slice(prefix.length, dot), text.slice(dot + 1)];
}

const joined = (values: readonly string[]): string | undefined => (values.length === 0 ? undefined : values.join(','));

/** A path parameter's value as it was before it was percent-encoded. */
export function decodedPathValue(value: string | undefined): string | undefined {
  if (value === undefined || !value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
