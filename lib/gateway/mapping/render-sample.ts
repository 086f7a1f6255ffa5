// One template, rendered with a request that was made up: what an editor shows beside it, and what saved cases compare. The engine, its
// budgets and what is under $input and $context are those of live requests; ids and times are fixed, so that the same sample gives the
// same text at any time.
import { GatewayError } from '../errors/gateway-error';
import { headerValue } from '../http/headers';
import { parseQuery } from '../http/query';
import { type MessageBody, requestBodyOf, responseBodyOf } from './message-body';
import { type Overrides, overridesIn } from './overrides';
import type { RequestView } from './request-view';
import { ContextHost, InputHost } from './template-hosts';
import { type Place, TemplateError, TemplateSyntaxError } from './vtl/errors';
import { type CompiledTemplate, compileTemplate, type ReferenceWatch, type TemplateReference } from './vtl/template';
import { UtilObject } from './vtl/util-object';
import type { HostMeter, VtlValue } from './vtl/values';

export interface RenderTemplateRequest {
  readonly template: string;
  /** Of a request template $input.body is the client's body, of a response template the backend's. */
  readonly direction: 'request' | 'response';
  readonly apiId: string;
  readonly accountId: string;
  readonly resourceId: string;
  /** "/pets/{petId}" */
  readonly resourcePath: string;
  readonly sample: TemplateSample;
}

export interface TemplateSample {
  readonly httpMethod: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly queryString: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Over what $context says by itself, by dotted name: "identity.sourceIp", "authorizer.claims.sub". */
  readonly context: Readonly<Record<string, string>>;
  /** What the backend answered; absent where a request template is rendered. */
  readonly integrationBody?: string | undefined;
}

export interface RenderedTemplate {
  /** Up to MAX_SHOWN characters; null: it came to no end. */
  readonly output: string | null;
  readonly outputLength: number;
  readonly error: RenderError | null;
  /** All that the template reads; none where it is no template. */
  readonly references: readonly RenderedReference[];
  readonly overrides: RenderedOverrides;
  readonly tookUs: number;
}

export interface RenderError {
  readonly kind: 'syntax' | 'rendering';
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface RenderedReference extends TemplateReference {
  /** How often it was read, and how often nothing was there. */
  readonly reads: number;
  readonly misses: number;
}

export interface RenderedOverrides {
  /** "requestOverride.header.X-Tenant" and what it was set to. */
  readonly set: readonly { readonly name: string; readonly value: string }[];
  /** What was set twice, which fails the request. */
  readonly conflict: string | undefined;
}

/** Larger outputs are measured, not shown. */
export const MAX_SHOWN = 1024 * 1024;
/** An editor marks some; a template of 300 KB may hold many thousands. */
const MAX_REFERENCES = 2000;

const STAGE = 'test-invoke-stage';
const REQUEST_ID = 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d';
const STARTED_AT_MS = Date.UTC(2026, 0, 1);

export function renderSample(request: RenderTemplateRequest): RenderedTemplate {
  const startedAt = performance.now();
  const watch = new Watch();
  const template = compileTemplate(request.template, watch);
  if (template instanceof TemplateSyntaxError) {
    const error = { kind: 'syntax', message: template.message, line: template.line, column: template.column } as const;
    return result({ output: null, error, references: [], overrides: null, startedAt });
  }
  const view = new SampleView(request);
  const rendered = render(template, request, view, watch);
  return result({ ...rendered, references: watch.count(template.references()), overrides: view.overrides, startedAt });
}

function render(
  template: CompiledTemplate,
  { direction, sample }: RenderTemplateRequest,
  view: SampleView,
  watch: Watch,
): Pick<RenderedTemplate, 'output' | 'error'> {
  const body = direction === 'request' ? view.requestBody : responseBodyOf(bytesOf(sample.integrationBody ?? ''));
  const context = new SampleContext(view, sample.context);
  try {
    return { output: template.render(new SampleRoots(view, body, context, sample.stageVariables, watch)), error: null };
  } catch (thrown) {
    return { output: null, error: { kind: 'rendering', ...problemOf(thrown, watch.failedAt) } };
  }
}

function problemOf(thrown: unknown, failedAt: Place | null): Place & { readonly message: string } {
  if (thrown instanceof TemplateError) {
    const { line, column } = thrown;
    return { message: thrown.message.replace(/ \(line \d+, column \d+\)$/, ''), line, column };
  }
  // The gateway's own refusals, as of a body that is no JSON, know no place: it is where the reference stands that was being read.
  if (thrown instanceof GatewayError) {
    const { publicMessage, internal } = thrown;
    const message = thrown.domain === 'client' ? [publicMessage, internal].filter(Boolean).join(': ') : internal;
    return { message: message || (publicMessage ?? ''), ...(failedAt ?? { line: 1, column: 1 }) };
  }
  throw thrown;
}

function result({
  output,
  error,
  references,
  overrides,
  startedAt,
}: Pick<RenderedTemplate, 'output' | 'error' | 'references'> & {
  readonly overrides: Overrides | null;
  readonly startedAt: number;
}): RenderedTemplate {
  return {
    output: output === null ? null : output.slice(0, MAX_SHOWN),
    outputLength: output?.length ?? 0,
    error,
    references: references.slice(0, MAX_REFERENCES),
    overrides: { set: overrides === null ? [] : overridesIn(overrides), conflict: overrides?.conflict },
    tookUs: Math.round((performance.now() - startedAt) * 1000),
  };
}

const bytesOf = (text: string): Buffer | null => (text === '' ? null : Buffer.from(text, 'utf8'));

/** Counts what was there and what was not, by the place of the reference. */
class Watch implements ReferenceWatch {
  /** Of the innermost reference that could not be read. */
  failedAt: Place | null = null;
  readonly #counts = new Map<string, { reads: number; misses: number }>();
  #isMissing = false;

  read(place: Place, walk: () => VtlValue | undefined): VtlValue | undefined {
    const key = `${place.line}:${place.column}`;
    let count = this.#counts.get(key);
    if (count === undefined) {
      count = { reads: 0, misses: 0 };
      this.#counts.set(key, count);
    }
    // A reference within another one's arguments says nothing about the outer one.
    const outer = this.#isMissing;
    this.#isMissing = false;
    try {
      const value = walk();
      count.reads += 1;
      if (this.#isMissing || value === undefined || value === null) count.misses += 1;
      return value;
    } catch (thrown) {
      this.failedAt ??= place;
      throw thrown;
    } finally {
      this.#isMissing = outer;
    }
  }

  /** What is being read has an answer, "" or '""', but nothing is there. */
  miss(): void {
    this.#isMissing = true;
  }

  count(references: readonly TemplateReference[]): RenderedReference[] {
    return references.map((reference) => {
      const count = this.#counts.get(`${reference.line}:${reference.column}`);
      return { ...reference, reads: count?.reads ?? 0, misses: count?.misses ?? 0 };
    });
  }
}

class SampleRoots {
  readonly #input: SampleInput;
  readonly #context: SampleContext;
  readonly #stageVariables: ReadonlyMap<string, VtlValue>;

  constructor(
    view: SampleView,
    body: MessageBody,
    context: SampleContext,
    stageVariables: Readonly<Record<string, string>>,
    watch: Watch,
  ) {
    this.#input = new SampleInput(view, body, watch);
    this.#context = context;
    this.#stageVariables = new Map(Object.entries(stageVariables));
  }

  get(name: string): VtlValue | undefined {
    switch (name) {
      case 'input':
        return this.#input;
      case 'context':
        return this.#context;
      case 'stageVariables':
        return this.#stageVariables;
      case 'util':
        return UTIL;
      default:
        return undefined;
    }
  }
}

const UTIL = new UtilObject();

/** $input answers "" for parameters that are not there, and '""' for JSON. */
class SampleInput extends InputHost {
  readonly #watch: Watch;

  constructor(request: RequestView, body: MessageBody, watch: Watch) {
    super(request, body);
    this.#watch = watch;
  }

  override call(name: string, args: readonly VtlValue[], meter: HostMeter): VtlValue | undefined {
    const value = super.call(name, args, meter);
    const isMissing =
      (name === 'params' && value === '') ||
      (name === 'json' && value === '""' && (super.call('path', args, meter) ?? null) === null);
    if (isMissing) this.#watch.miss();
    return value;
  }
}

/** $context as a request would have it, under what the sample says. */
class SampleContext extends ContextHost {
  readonly #given: ReadonlyMap<string, VtlValue>;

  constructor(view: SampleView, given: Readonly<Record<string, string>>) {
    super(view);
    this.#given = treeOf(given);
  }

  override get(name: string): VtlValue | undefined {
    const given = this.#given.get(name);
    if (given === undefined) return super.get(name);
    if (!(given instanceof Map)) return name === 'requestTimeEpoch' ? Number(given) : given;
    const own = super.get(name);
    return own instanceof Map ? new Map([...own, ...given]) : given;
  }
}

/** "authorizer.claims.sub" is a map in a map. Where a name is a value and a group, the group counts. */
function treeOf(values: Readonly<Record<string, string>>): Map<string, VtlValue> {
  const tree = new Map<string, VtlValue>();
  for (const [dotted, value] of Object.entries(values)) {
    const names = dotted.split('.');
    const last = names.pop() ?? '';
    let at = tree;
    for (const name of names) {
      const next = at.get(name);
      const inner = next instanceof Map ? (next as Map<string, VtlValue>) : new Map<string, VtlValue>();
      at.set(name, inner);
      at = inner;
    }
    if (!(at.get(last) instanceof Map)) at.set(last, value);
  }
  return tree;
}

/** The sample as the request that it stands for. */
class SampleView implements RequestView {
  readonly method: string;
  readonly fullPath: string;
  readonly headers: readonly string[];
  readonly pathValues: readonly string[];
  readonly requestBody: MessageBody;
  readonly queryPairs: readonly string[];
  readonly host: string;
  readonly sourceIp = '127.0.0.1';
  readonly protocol = 'HTTP/1.1';
  readonly requestId = REQUEST_ID;
  readonly extendedRequestId = 'AbCdEfGhIjKlMnO=';
  readonly startedAtMs = STARTED_AT_MS;
  readonly place;
  readonly resource;
  readonly apiKeyId = '';
  readonly apiKeyValue = '';
  readonly caller = null;
  readonly clientCertificate = null;
  readonly error = null;
  overrides: Overrides | null = null;

  constructor({ apiId, accountId, resourceId, resourcePath, sample }: RenderTemplateRequest) {
    const { pathParameters } = sample;
    const paramNames = [...resourcePath.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name ?? '');
    const given = (name: string) => (Object.hasOwn(pathParameters, name) ? pathParameters[name] : undefined) ?? '';
    this.method = sample.httpMethod;
    this.headers = sample.headers.flatMap(({ name, value }) => [name, value]);
    this.pathValues = paramNames.map((name) => encodeURIComponent(given(name)));
    const path = resourcePath.replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) =>
      greedy === '' ? encodeURIComponent(given(name)) : given(name).split('/').map(encodeURIComponent).join('/'),
    );
    this.fullPath = `/${STAGE}${path}`;
    this.requestBody = requestBodyOf(bytesOf(sample.body));
    this.queryPairs = parseQuery(sample.queryString.replace(/^\?/, ''));
    this.host = headerValue(this.headers, 'host') ?? `${apiId}.execute-api.localhost`;
    this.place = { apiId, accountId, name: STAGE, deploymentId: STAGE, isCanaryRequest: undefined };
    this.resource = { resourceId, resourcePath, paramNames };
  }
}
