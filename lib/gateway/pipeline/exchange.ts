// One request on its way through the gateway. All slots are set here, so that every exchange has the same shape.
import type { Caller } from '../authorizers/caller';
import type { CacheFetch } from '../cache/cache-fetch';
import type { GatewayError } from '../errors/gateway-error';
import type { ClientCertificate } from '../http/client-certificate';
import type { Door } from '../http/door';
import { headerValue } from '../http/headers';
import type { HeaderList, Reply, ReplyBody, RequestBody } from '../http/message';
import { parseQuery } from '../http/query';
import type { RequestHead } from '../http/request-head';
import { traceParent, traceRoot, traceSampled } from '../http/trace-header';
import type { Signer } from '../iam/signer';
import type { IntegrationView } from '../integrations/integration-view';
import type { MappedResponse } from '../integrations/response-plan';
import { type MessageBody, requestBodyOf } from '../mapping/message-body';
import type { Overrides } from '../mapping/overrides';
import { CACHE_UNUSED, type CacheOutcome } from '../observe/metrics';
import { type SpanIds, spanIds } from '../observe/spans';
import type { PolicyDecision } from '../policy/policy-decision';
import type { ApiKeyEntry, KeyPlan } from '../snapshot/api-key-entry';
import type { CachedReply } from '../snapshot/cached-reply';
import type { CompiledRoute, CompiledStage } from '../snapshot/compiled';
import type { Snapshot } from '../snapshot/snapshot';
import type { UpstreamCall } from '../upstream/upstream-call';
import type { UpstreamRequest } from '../upstream/upstream-request';
import type { Services } from './services';
import type { Trace } from './trace';

/** What a transport says about a request; everything else is found out on the way. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly headers: HeaderList;
  readonly head: RequestHead;
  readonly body: RequestBody | null;
  readonly protocol: string;
  readonly sourceIp: string;
  readonly peerIp: string;
  readonly serverPort: number;
  readonly door: Door;
}

/** Where the answer goes. */
export interface Responder {
  /** Called once per exchange. */
  respond(x: Exchange, reply: Reply): void;
  /** Responding failed half-way: the client must not wait for the rest. */
  abort(x: Exchange): void;
}

const NO_VALUES: readonly string[] = [];

export class Exchange implements IntegrationView {
  // ---- received

  /** What outlives this request: limits, caches, pools, ids. */
  readonly services: Services;
  /** The configuration this request is served from, read once: a publish in the meantime changes nothing for it. */
  readonly snapshot: Snapshot;
  /** Takes the answer to the client. */
  readonly responder: Responder;
  /** Epoch ms of arrival: the time that limits, caches and logs use. */
  readonly startedAtMs: number;
  /** The same moment on the monotonic clock, for durations. */
  readonly startedAt: number;
  /** The verb to route by; X-HTTP-Method-Override may have replaced the client's. */
  method: string;
  /** The verb as it came: signatures are of it. */
  readonly sentMethod: string;
  /** Path and query as they came. */
  readonly target: string;
  /** Name, value, name, value … as they came; without the one that asks for a trace. */
  headers: HeaderList;
  /** The headers that every request is asked for. */
  readonly head: RequestHead;
  /** Null: the request has no body. */
  readonly body: RequestBody | null;
  /** "HTTP/1.1". */
  readonly protocol: string;
  /** The client's: of the other end of the connection, or what trusted proxies say. */
  readonly sourceIp: string;
  /** Of the other end of the connection. */
  readonly peerIp: string;
  /** The port that the client connected to. */
  readonly serverPort: number;
  /** The listener by which it came. */
  readonly door: Door;
  /** x-amzn-RequestId. */
  readonly requestId: string;
  /** x-amz-apigw-id. */
  readonly extendedRequestId: string;

  // ---- found on the way

  /** The stage that answers; null until resolve-api. */
  stage: CompiledStage | null = null;
  /** Path after the stage, percent-encoded, with its leading slash. */
  path = '/';
  /** What a custom domain name's mapping took off the path, with its leading slash; empty: nothing. */
  basePath = '';
  /** Path as it came, with stage or base path: $context.path. */
  fullPath = '';
  /** Query without the question mark, as it came. */
  rawQuery = '';
  /** The method of the resource; null until match-route. */
  route: CompiledRoute | null = null;
  /** The whole request body, where the route has something that reads it; null: not read, or none was sent. */
  bodyBytes: Buffer | null = null;
  /** It is the Base64 text of what was sent. */
  isBodyConverted = false;
  /** Values of the resource path's parameters, in its order, percent-encoded. */
  pathValues: readonly string[] = NO_VALUES;
  /** Who the route's authorization found to be calling; null: it has none, or is not there yet. */
  caller: Caller | null = null;
  /** Microseconds that a Lambda authorizer was waited for; negative: none was. */
  authorizerUs = -1;
  /** HTTP status that a Lambda authorizer's endpoint answered this request with; 0: it was not asked, or gave none. */
  authorizerEndpointStatus = 0;
  /** As that endpoint calls the request; empty: unknown. */
  authorizerRequestId = '';
  /** What the caller's own policies say, or the Lambda authorizer's; null: nobody asked them. */
  identityDecision: PolicyDecision | null = null;
  /** Whose signature holds; null: nobody's was asked for. */
  signer: Signer | null = null;
  /** What the API's resource policy says; null: it has none, or was not asked yet. */
  resourceDecision: PolicyDecision | null = null;
  /** The valid key of a route that requires one. */
  apiKey: ApiKeyEntry | null = null;
  /** The plan that lets the key in on this stage. */
  keyPlan: KeyPlan | null = null;
  /** A throttle or quota said no: counted apart from other 4XX. */
  isThrottled = false;
  /** Whether the response cache answered. */
  cacheOutcome: CacheOutcome = CACHE_UNUSED;
  /** The client's max-age=0 did not count, and it is told so. */
  isCacheControlIgnored = false;
  /** The right, and the duty, to settle what others may be waiting for. */
  cacheFetch: CacheFetch<CachedReply> | null = null;

  // ---- integration

  /** What templates set over what was mapped; null as long as none did. */
  overrides: Overrides | null = null;
  /** What goes to the backend; null for MOCK. */
  upstreamRequest: UpstreamRequest | null = null;
  /** The call under way or done; null as long as no backend was asked. */
  upstreamCall: UpstreamCall | null = null;
  /** Start of the backend call on the monotonic clock. */
  integrationStartedAt = 0;
  /** Microseconds to the backend's headers, or to its failure; negative: no backend was asked. */
  integrationUs = -1;
  /** The status the integration answered with. */
  integrationStatus = 0;
  /** The beginning of the backend's body, where the execution log shows it. */
  endpointBody: Buffer | null = null;
  /** The integration response that was selected; null for proxies. */
  mappedResponse: MappedResponse | null = null;
  /** Status for the client. */
  responseStatus = 0;
  /** Headers for the client, without the envelope. */
  responseHeaders: string[] = [];
  /** Body for the client. */
  responseBody: ReplyBody = null;
  /** Of a streamed body, where the backend said so; -1: unknown. */
  responseLength = -1;

  // ---- answer

  /** What the steps made of it; null as long as they are not done. */
  reply: Reply | null = null;
  /** Why the request failed; null when it did not. */
  error: GatewayError | null = null;
  /** Its place in a trace that is collected; null: it is not. Known once the trace id is. */
  spanIds: SpanIds | null = null;
  /** What was sent, with its envelope; null as long as nothing was. */
  sentReply: Reply | null = null;
  /** Status that was sent; 0 as long as none was. */
  sentStatus = 0;
  /** Bytes of body that were sent. */
  sentBytes = 0;
  /** The client went away before it had its answer. */
  isClientGone = false;
  /** The always-run part is done; it must not be done twice. */
  isFinished = false;
  /** Notes of a traced run; null costs nothing. Set from the start, or by resolve-api. */
  trace: Trace | null;

  #queryPairs: readonly string[] | null = null;
  #traceId = '';
  #traceRoot = '';
  #requestBody: MessageBody | null = null;

  constructor(
    services: Services,
    snapshot: Snapshot,
    request: ReceivedRequest,
    responder: Responder,
    trace: Trace | null,
  ) {
    this.services = services;
    this.snapshot = snapshot;
    this.responder = responder;
    this.startedAtMs = services.clock.nowMs();
    this.startedAt = performance.now();
    this.method = request.method;
    this.sentMethod = request.method;
    this.target = request.target;
    this.headers = request.headers;
    this.head = request.head;
    this.body = request.body;
    this.protocol = request.protocol;
    this.sourceIp = request.sourceIp;
    this.peerIp = request.peerIp;
    this.serverPort = request.serverPort;
    this.door = request.door;
    this.requestId = services.ids.requestId(this.head.requestId);
    this.extendedRequestId = services.ids.extendedRequestId();
    this.trace = trace;
  }

  get queryPairs(): readonly string[] {
    this.#queryPairs ??= parseQuery(this.rawQuery);
    return this.#queryPairs;
  }

  get requestBody(): MessageBody {
    // Converted to text meanwhile: another body.
    if (this.#requestBody === null || this.#requestBody.bytes !== this.bodyBytes) {
      this.#requestBody = requestBodyOf(this.bodyBytes, this.#hasBinaryBody);
    }
    return this.#requestBody;
  }

  /** Of one of the API's binary media types, and not converted to text. */
  get #hasBinaryBody(): boolean {
    if (this.stage === null || this.stage.binaryMediaTypes.isEmpty || this.isBodyConverted) return false;
    return this.stage.binaryMediaTypes.matches(headerValue(this.headers, 'content-type'));
  }

  /** X-Amzn-Trace-Id, as the backend and the client see it: the client's own where it names a root, else a new one. */
  get traceId(): string {
    if (this.#traceId === '') this.#beginTrace();
    return this.#traceId;
  }

  /** "1-…": what all parts of the trace share. */
  get traceRoot(): string {
    if (this.#traceRoot === '') this.#beginTrace();
    return this.#traceRoot;
  }

  #beginTrace(): void {
    const sent = this.head.traceId;
    const root = sent === '' ? undefined : traceRoot(sent);
    this.#traceRoot = root ?? this.services.ids.traceRoot(this.startedAtMs, this.requestId);
    this.#traceId = root === undefined ? `Root=${this.#traceRoot}` : sent;
    const { spans, random } = this.services;
    if (spans === null || !spans.wants(this.#traceRoot, root === undefined ? undefined : traceSampled(sent))) return;
    this.spanIds = spanIds(root === undefined ? '' : (traceParent(sent) ?? ''), random);
    this.#traceId = `Root=${this.#traceRoot};Parent=${this.spanIds.clientSpanId};Sampled=1`;
  }

  get templateLog(): Trace | null {
    return this.trace;
  }

  get host(): string {
    return this.head.host;
  }

  get clientCertificate(): ClientCertificate | null {
    return this.door.clientCertificate;
  }

  get isSecure(): boolean {
    return this.door.kind === 'tls';
  }

  get userAgent(): string {
    return this.head.userAgent;
  }

  get place(): CompiledStage | null {
    return this.stage;
  }

  get resource(): CompiledRoute | null {
    return this.route;
  }

  /** The value that was brought, good or not: in a header, or by the authorizer. */
  get sentApiKey(): string {
    if (this.stage?.apiKeySource === 'AUTHORIZER') return this.caller?.usageIdentifierKey ?? '';
    return this.head.apiKey;
  }

  get apiKeyId(): string {
    return this.apiKey === null ? '' : this.apiKey.id;
  }

  get apiKeyValue(): string {
    return this.apiKey === null ? '' : this.sentApiKey;
  }
}

// What a step may rely on: the exchange with what earlier steps have found out. Types only, checked by `chain()`.
declare const work: unique symbol;
type Done<Work extends string> = { readonly [work]: Readonly<Record<Work, true>> };

export type Received = Exchange;
export type Located = Received & { readonly stage: CompiledStage };
export type Routed = Located & { readonly route: CompiledRoute };
/** Knows what to ask its integration. */
export type Prepared = Routed & Done<'prepared'>;
/** Has its integration's answer. */
export type Invoked = Prepared & Done<'invoked'>;
/** Has status, headers and body for the client. */
export type Mapped = Invoked & Done<'mapped'>;
export type Answered = Mapped & { readonly reply: Reply };
