// What a mapping template finds under $input, $context and $stageVariables.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
import type { Caller } from '../authorizers/caller';
import { configurationError } from '../errors/gateway-error';
import { lastExactHeaderValue } from '../http/headers';
import { lastQueryValue } from '../http/query';
import { contextNames, contextReader } from './context-variables';
import { decodedPathValue } from './expression';
import { ExactNumber, javaNumberText } from './java-number';
import type { JsonValue } from './json-value';
import { compileJsonPath, type JsonPath } from './jsonpath/json-path';
import type { MessageBody } from './message-body';
import { Overrides, type RequestOverrideLocation } from './overrides';
import type { RequestView } from './request-view';
import { jsonTextOf } from './vtl/value-text';
import { type HostMeter, HostObject, JavaList, type VtlValue } from './vtl/values';

type ValueMap = ReadonlyMap<string, VtlValue>;

/** $input: the body of the request or, in a response template, of the backend's answer; always the request's parameters. */
export class InputHost extends HostObject {
  readonly #request: RequestView;
  readonly #body: MessageBody;

  constructor(request: RequestView, body: MessageBody) {
    super();
    this.#request = request;
    this.#body = body;
  }

  get(name: string): VtlValue | undefined {
    return name === 'body' ? this.#bodyText() : undefined;
  }

  override call(name: string, args: readonly VtlValue[], meter: HostMeter): VtlValue | undefined {
    const [first] = args;
    switch (name) {
      case 'body':
        return this.#bodyText();
      case 'path':
        return this.#read(first, meter);
      case 'json': {
        const value = this.#read(first, meter);
        // Seen on AWS: a path that leads nowhere is empty text, quoted. The template may have changed what it finds.
        return value === undefined ? '""' : jsonTextOf(value);
      }
      case 'params':
        return args.length === 0 ? this.#allParams() : this.#param(String(first));
      default:
        return undefined;
    }
  }

  text(): string {
    return '';
  }

  /** A path with "..", "*" or a filter goes through the document, each time it is read. */
  #read(argument: VtlValue | undefined, meter: HostMeter): JsonValue | undefined {
    const path = pathOf(argument);
    if (!path.isPlain) meter.spendCharacters(this.#body.text.length);
    return path.read(this.#body.json());
  }

  #bodyText(): string {
    return this.#body.isEmpty ? '{}' : this.#body.text;
  }

  #allParams(): ValueMap {
    return new Map([
      ['path', this.#path()],
      ['querystring', lastValues(this.#request.queryPairs)],
      ['header', lastValues(this.#request.headers)],
    ]);
  }

  /** Searched in this order. */
  #param(name: string): VtlValue {
    const { queryPairs, headers } = this.#request;
    return this.#path().get(name) ?? lastQueryValue(queryPairs, name) ?? lastExactHeaderValue(headers, name) ?? '';
  }

  #path(): ValueMap {
    const { resource, pathValues } = this.#request;
    return new Map(
      (resource?.paramNames ?? []).map((name, index) => [name, decodedPathValue(pathValues[index]) ?? '']),
    );
  }
}

/** $context. Groups such as $context.identity are maps of what is known. */
export class ContextHost extends HostObject {
  readonly #request: RequestView;

  constructor(request: RequestView) {
    super();
    this.#request = request;
  }

  get(name: string): VtlValue | undefined {
    if (name === 'requestOverride') return new RequestOverrideHost(this.#overrides());
    if (name === 'authorizer') return authorizerMap(this.#request.caller);
    if (name === 'responseOverride') return new ResponseOverrideHost(this.#overrides());
    const value = contextReader(name)?.(this.#request);
    if (value === undefined) return this.#group(name);
    // A Long there, so that templates can count with it.
    return name === 'requestTimeEpoch' ? Number(value) : value;
  }

  override call(name: string, args: readonly VtlValue[]): VtlValue | undefined {
    return name === 'get' && args.length === 1 ? this.get(String(args[0])) : undefined;
  }

  text(): string {
    return '';
  }

  #overrides(): Overrides {
    this.#request.overrides ??= new Overrides();
    return this.#request.overrides;
  }

  #group(name: string): ValueMap | undefined {
    const members = contextNames(name);
    if (members.length === 0) return undefined;
    const group = new Map<string, VtlValue>();
    for (const member of members) {
      const value = contextReader(`${name}.${member}`)?.(this.#request);
      if (value !== undefined) setNested(group, member.split('.'), value);
    }
    return group;
  }
}

/** "clientCert.validity.notBefore": a map in a map. */
function setNested(group: Map<string, VtlValue>, [name = '', ...rest]: readonly string[], value: VtlValue): void {
  if (rest.length === 0) {
    group.set(name, value);
    return;
  }
  const known = group.get(name);
  const inner: Map<string, VtlValue> = known instanceof Map ? known : new Map();
  group.set(name, inner);
  setNested(inner, rest, value);
}

/** $context.authorizer: who called, what a Lambda authorizer adds, and the claims of a token. */
function authorizerMap(caller: Caller | null): ValueMap | undefined {
  if (caller === null) return undefined;
  const map = new Map<string, VtlValue>(caller.context);
  if (caller.principalId !== '') map.set('principalId', caller.principalId);
  if (caller.integrationLatencyMs !== null) map.set('integrationLatency', String(caller.integrationLatencyMs));
  if (caller.claims !== null) map.set('claims', new ClaimsHost(caller.claims));
  return map;
}

/** Each claim by its name; as on API Gateway, all of them together are nothing. */
class ClaimsHost extends HostObject {
  readonly #claims: ReadonlyMap<string, string>;

  constructor(claims: ReadonlyMap<string, string>) {
    super();
    this.#claims = claims;
  }

  get(name: string): VtlValue | undefined {
    return this.#claims.get(name);
  }

  override call(name: string, args: readonly VtlValue[]): VtlValue | undefined {
    return name === 'get' && args.length === 1 ? this.get(String(args[0])) : undefined;
  }

  text(): string {
    return '';
  }
}

class RequestOverrideHost extends HostObject {
  readonly #overrides: Overrides;

  constructor(overrides: Overrides) {
    super();
    this.#overrides = overrides;
  }

  get(name: string): VtlValue | undefined {
    if (name !== 'header' && name !== 'path' && name !== 'querystring') return undefined;
    const location: RequestOverrideLocation = name;
    return new OverrideMapHost(this.#overrides.request[location], (key, values) =>
      this.#overrides.setRequest(location, key, values),
    );
  }

  text(): string {
    return '';
  }
}

class ResponseOverrideHost extends HostObject {
  readonly #overrides: Overrides;

  constructor(overrides: Overrides) {
    super();
    this.#overrides = overrides;
  }

  get(name: string): VtlValue | undefined {
    const { responseHeaders, responseStatus } = this.#overrides;
    if (name === 'status') return responseStatus === 0 ? undefined : responseStatus;
    if (name !== 'header') return undefined;
    return new OverrideMapHost(responseHeaders, (key, values) => this.#overrides.setResponseHeader(key, values));
  }

  override set(name: string, value: VtlValue): void {
    if (name === 'status') this.#overrides.setResponseStatus(Number(textOf(value)));
  }

  text(): string {
    return '';
  }
}

class OverrideMapHost extends HostObject {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly #put: (name: string, values: readonly string[]) => void;

  constructor(values: ReadonlyMap<string, readonly string[]>, put: (name: string, values: readonly string[]) => void) {
    super();
    this.#values = values;
    this.#put = put;
  }

  get(name: string): VtlValue | undefined {
    return this.#values.get(name)?.join(',');
  }

  override set(name: string, value: VtlValue): void {
    this.#put(name, valuesOf(value));
  }

  override call(name: string, args: readonly VtlValue[]): VtlValue | undefined {
    const [key, value = ''] = args;
    if (name === 'get' && args.length === 1) return this.get(String(key));
    if (name === 'put' && args.length === 2) this.set(String(key), value);
    return undefined;
  }

  text(): string {
    return '';
  }
}

/** Templates mostly ask for a handful of paths; those that put paths together must not fill the memory. */
const MAX_KNOWN_PATHS = 1000;
const knownPaths = new Map<string, JsonPath | string>();

function pathOf(argument: VtlValue | undefined): JsonPath {
  const text = argument === undefined || argument === null ? '$' : textOf(argument);
  let path = knownPaths.get(text);
  if (path === undefined) {
    path = compileJsonPath(text);
    if (knownPaths.size >= MAX_KNOWN_PATHS) knownPaths.clear();
    knownPaths.set(text, path);
  }
  if (typeof path === 'string') throw configurationError(`$input: ${path}`);
  return path;
}

function lastValues(pairs: readonly string[]): ValueMap {
  const values = new Map<string, VtlValue>();
  for (let i = 0; i < pairs.length; i += 2) values.set(pairs[i] as string, pairs[i + 1] as string);
  return values;
}

/** A list sets several values. */
function valuesOf(value: VtlValue): readonly string[] {
  const items =
    value instanceof JavaList ? value.items : Array.isArray(value) ? (value as readonly VtlValue[]) : [value];
  return items.map(textOf);
}

/** Text and numbers are what headers, parameters and paths are made of. */
function textOf(value: VtlValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || value instanceof ExactNumber) return javaNumberText(value);
  return typeof value === 'boolean' ? String(value) : '';
}
