// MOCK, HTTP and AWS: which integration response answers a backend status (or a function's error message), and what the
// client gets for it.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
import { RE2JS } from 're2js';
import { isHeaderName, safeHeaderValue } from '../http/headers';
import { DEFAULT_MEDIA_TYPE, pickByAccept } from '../http/media-type';
import type { HeaderList } from '../http/message';
import { compileResponseExpression, type MappingScope, type ResponseRead } from '../mapping/expression';
import type { MappingTemplate } from '../mapping/mapping-template';
import type { MessageBody } from '../mapping/message-body';
import { hasHeader } from '../mapping/overrides';
import type { RequestView } from '../mapping/request-view';
import type { ContentHandling, IntegrationResponseDefinition, MethodDefinition } from '../model';
import { NON_PROXY_RENAMES } from './header-rules';
import { compileTemplates } from './request-body-plan';

type Report = (place: string, message: string) => void;

export class MappedResponse {
  readonly status: number;
  /** Empty: the default. */
  readonly selectionPattern: string;
  /** The method declares a response for this status; without one API Gateway answers 500. */
  readonly isDeclared: boolean;
  readonly contentHandling: ContentHandling | null;
  readonly templates: ReadonlyMap<string, MappingTemplate>;
  /** A header or a template looks into the backend's body, which then has to be there as a whole. */
  readonly readsBody: boolean;
  readonly #constantHeaders: readonly string[];
  readonly #dynamicHeaders: readonly HeaderSource[];
  readonly #hasContentType: boolean;

  constructor(
    status: number,
    selectionPattern: string,
    isDeclared: boolean,
    templates: ReadonlyMap<string, MappingTemplate>,
    headers: MappedHeaders,
    contentHandling: ContentHandling | null,
  ) {
    this.status = status;
    this.selectionPattern = selectionPattern;
    this.isDeclared = isDeclared;
    this.templates = templates;
    this.readsBody = headers.readsBody || [...templates.values()].some((template) => template.readsBody);
    this.#constantHeaders = headers.constant;
    this.#dynamicHeaders = headers.dynamic;
    this.#hasContentType = headers.hasContentType;
    this.contentHandling = contentHandling;
  }

  /** Undefined: no template, the backend's body is passed through. */
  template(accept: string | undefined): [mediaType: string, template: MappingTemplate] | undefined {
    return pickByAccept(this.templates, accept);
  }

  headers(
    request: RequestView,
    backendHeaders: HeaderList,
    backendBody: MessageBody,
    templateType: string | undefined,
  ): string[] {
    const headers = this.#constantHeaders.slice();
    for (const { name, read } of this.#dynamicHeaders) {
      const value = read(request, backendHeaders, backendBody);
      if (value !== undefined) headers.push(name, safeHeaderValue(value));
    }
    // Not the backend's: API Gateway says application/json unless a mapping says otherwise.
    if (!this.#hasContentType) headers.push('Content-Type', templateType ?? DEFAULT_MEDIA_TYPE);
    const overrides = request.overrides?.responseHeaders;
    return overrides === undefined || overrides.size === 0 ? headers : overridden(headers, overrides);
  }
}

interface HeaderSource {
  readonly name: string;
  readonly read: ResponseRead;
}

interface MappedHeaders {
  readonly constant: readonly string[];
  readonly dynamic: readonly HeaderSource[];
  readonly hasContentType: boolean;
  readonly readsBody: boolean;
}

/** What templates set takes the place of what was mapped; names that the gateway keeps to itself are renamed as always. */
function overridden(headers: readonly string[], overrides: ReadonlyMap<string, readonly string[]>): string[] {
  const result: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    if (!hasHeader(overrides, name.toLowerCase())) result.push(name, headers[i + 1] as string);
  }
  for (const [name, values] of overrides) {
    const renamed = NON_PROXY_RENAMES.get(name.toLowerCase());
    if (renamed === null || !isHeaderName(name)) continue;
    for (const value of values) result.push(renamed ?? name, safeHeaderValue(value));
  }
  return result;
}

export class ResponsePlan {
  readonly #choices: readonly { readonly pattern: RE2JS; readonly response: MappedResponse }[];
  readonly #default: MappedResponse | undefined;
  /** Each status is matched against the patterns once. */
  readonly #chosen = new Map<number, MappedResponse | undefined>();

  constructor(
    choices: readonly { readonly pattern: RE2JS; readonly response: MappedResponse }[],
    defaultResponse: MappedResponse | undefined,
  ) {
    this.#choices = choices;
    this.#default = defaultResponse;
  }

  /** In the order in which they are tried. */
  get patterns(): readonly string[] {
    return this.#choices.map(({ response }) => response.selectionPattern);
  }

  select(backendStatus: number): MappedResponse | undefined {
    const known = this.#chosen.get(backendStatus);
    if (known !== undefined) return known;
    const text = String(backendStatus);
    const found = this.#choices.find(({ pattern }) => pattern.matches(text))?.response ?? this.#default;
    if (this.#chosen.size < 1000) this.#chosen.set(backendStatus, found);
    return found;
  }

  /**
   * AWS: patterns are matched against the errorMessage of a function that failed. Undefined: it did not, which only the
   * default answers, or without one a pattern that takes anything.
   */
  selectByError(errorMessage: string | undefined): MappedResponse | undefined {
    const matching = (text: string) => this.#choices.find(({ pattern }) => pattern.matches(text))?.response;
    return errorMessage === undefined ? (this.#default ?? matching('')) : (matching(errorMessage) ?? this.#default);
  }
}

const HEADER_PREFIX = 'method.response.header.';

export function compileResponsePlan(
  method: MethodDefinition,
  definitions: readonly IntegrationResponseDefinition[],
  scope: MappingScope,
  report: Report,
): ResponsePlan {
  const choices: { pattern: RE2JS; response: MappedResponse }[] = [];
  let fallback: MappedResponse | undefined;
  for (const definition of definitions) {
    const place = `integration response ${definition.statusCode}`;
    const response = compileResponse(method, definition, scope, (where, message) =>
      report(`${place} › ${where}`, message),
    );
    if (definition.selectionPattern === '') {
      if (fallback) report(`${place} › selectionPattern`, 'Two integration responses are the default (empty pattern).');
      fallback = response;
      continue;
    }
    try {
      choices.push({ pattern: RE2JS.compile(definition.selectionPattern), response });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      report(
        `${place} › selectionPattern`,
        `"${definition.selectionPattern}" is not a regular expression we can run (no look-around or back-references): ${reason}`,
      );
    }
  }
  return new ResponsePlan(choices, fallback);
}

function compileResponse(
  method: MethodDefinition,
  definition: IntegrationResponseDefinition,
  scope: MappingScope,
  report: Report,
): MappedResponse {
  const status = Number(definition.statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    report('statusCode', `"${definition.statusCode}" is not a status code from 200 to 599.`);
  }
  const constantHeaders: string[] = [];
  const dynamicHeaders: HeaderSource[] = [];
  let hasContentType = false;
  let readsBody = false;
  for (const [target, expression] of Object.entries(definition.responseParameters)) {
    const name = target.startsWith(HEADER_PREFIX) ? target.slice(HEADER_PREFIX.length) : '';
    if (!isHeaderName(name)) {
      report(target, `"${target}" is not "${HEADER_PREFIX}" and a header name.`);
      continue;
    }
    const source = compileResponseExpression(expression, scope);
    if (typeof source === 'string') {
      report(target, source);
      continue;
    }
    const lowerName = name.toLowerCase();
    const renamed = NON_PROXY_RENAMES.get(lowerName);
    if (renamed === null) continue;
    if (lowerName === 'content-type') hasContentType = true;
    if (source.kind === 'constant') constantHeaders.push(renamed ?? name, safeHeaderValue(source.value));
    else {
      dynamicHeaders.push({ name: renamed ?? name, read: source.read });
      readsBody ||= source.readsBody === true;
    }
  }
  const templates = compileTemplates(definition.responseTemplates, scope.stageVariables, report);
  const isDeclared = Object.hasOwn(method.methodResponses, definition.statusCode);
  const headers = { constant: constantHeaders, dynamic: dynamicHeaders, hasContentType, readsBody };
  return new MappedResponse(
    status,
    definition.selectionPattern,
    isDeclared,
    templates,
    headers,
    definition.contentHandling ?? null,
  );
}
