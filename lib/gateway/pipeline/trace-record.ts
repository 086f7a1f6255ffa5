// A finished trace as it is kept and shown: masked first, then cut to size. Nothing of it leaves the worker before that.
import type { Explanation } from '../explain/explanations';
import type { Exchange } from './exchange';
import type { Noted, NotedValue, Trace, TraceNoteKind, TraceOrigin } from './trace';
import { MAX_CAPTURED_BYTES } from './trace-capture';
import { explainExchange } from './trace-explain';
import { Redactor, TraceMask } from './trace-mask';

/** Shown of a body and of any other value. */
const MAX_BODY_CHARACTERS = 16_384;
const MAX_VALUE_CHARACTERS = 8_192;
/** Of all that a trace's steps say. */
const MAX_STEPS_CHARACTERS = 192 * 1024;

export interface TraceNote {
  readonly label: string;
  readonly kind: TraceNoteKind;
  readonly before?: string;
  readonly after?: string;
}

export interface TraceStep {
  readonly name: string;
  /** Since the request's arrival. */
  readonly startUs: number;
  readonly tookUs: number;
  readonly notes: readonly TraceNote[];
}

export interface TracedMessage {
  /** Name, value, name, value … */
  readonly headers: readonly string[];
  readonly body: string;
  /** Of the whole body. */
  readonly bodyBytes: number;
  readonly isBodyCut: boolean;
}

export interface TraceDetail {
  readonly request: TracedMessage & {
    readonly query: string;
    /** Name, value, name, value … of the resource's path. */
    readonly pathParameters: readonly string[];
    readonly sourceIp: string;
    readonly protocol: string;
  };
  readonly response: TracedMessage;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly steps: readonly TraceStep[];
  /** Null: the gateway did not answer by itself. */
  readonly explanation: Explanation | null;
}

export interface TraceRecord {
  readonly accountId: string;
  readonly restApiId: string;
  readonly stageId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly isCanary: boolean;
  readonly origin: Exclude<TraceOrigin, 'TEST'>;
  /** Of the token it was made for; empty: none. */
  readonly tokenHash: string;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly startedAtMs: number;
  readonly method: string;
  /** Below the stage. */
  readonly path: string;
  /** Empty: no resource answered. */
  readonly resourceId: string;
  readonly resourcePath: string;
  readonly methodKey: string;
  /** 499: the client went away before there was one. */
  readonly status: number;
  readonly latencyUs: number;
  /** Of the gateway response; empty: it did not answer by itself. */
  readonly responseType: string;
  /** Of the detail. */
  readonly sizeBytes: number;
  /** A TraceDetail as JSON. */
  readonly detail: string;
}

const CLIENT_CLOSED_REQUEST = 499;

/** Of a live request that has been answered, or given up. */
export function recordTrace(x: Exchange, trace: Trace): TraceRecord {
  const { stage, route } = x;
  if (stage === null) throw new Error('A request without a stage is not traced.');
  const now = performance.now();
  if (trace.answeredAt > 0) {
    const startUs = Math.round((trace.answeredAt - x.startedAt) * 1000);
    const tookUs = Math.round((now - trace.answeredAt) * 1000);
    const sent: Noted = { label: 'Bytes of body sent', kind: 'text', after: String(x.sentBytes) };
    const gone: Noted = { label: 'Client', kind: 'text', after: 'went away before it had its answer' };
    trace.steps.push({ name: 'send-response', startUs, tookUs, notes: x.isClientGone ? [sent, gone] : [sent] });
  }
  const redactor = redactorOf(x, trace, stage.traceMask);
  const detail = JSON.stringify(detailOf(x, trace, redactor));
  return {
    ...{ accountId: stage.accountId, restApiId: stage.apiId, stageId: stage.id, stageName: stage.name },
    ...{ deploymentId: stage.deploymentId, isCanary: stage.isCanary },
    origin: trace.origin === 'DEBUG' ? 'DEBUG' : 'SAMPLE',
    tokenHash: trace.tokenHash,
    ...{ requestId: x.requestId, extendedRequestId: x.extendedRequestId, startedAtMs: x.startedAtMs },
    method: cut(x.method, 32),
    path: cut(maskedPath(x, redactor, stage.traceMask), 2_048),
    resourceId: route === null ? '' : route.resourceId,
    resourcePath: route === null ? '' : route.resourcePath,
    methodKey: route === null ? '' : route.methodKey,
    status: x.sentStatus === 0 ? CLIENT_CLOSED_REQUEST : x.sentStatus,
    latencyUs: Math.round((now - x.startedAt) * 1000),
    responseType: x.error === null ? '' : x.error.responseType,
    sizeBytes: detail.length,
    detail,
  };
}

/** What a test invoke shows: its own API's owner sees it at once and it is not kept. */
export function traceOfTest(
  x: Exchange,
  trace: Trace,
): { readonly steps: readonly TraceStep[]; readonly explanation: Explanation | null } {
  const redactor = redactorOf(x, trace, x.stage?.traceMask ?? new TraceMask(undefined));
  return { steps: stepsOf(trace, redactor), explanation: explanationOf(x, trace, redactor) };
}

function detailOf(x: Exchange, trace: Trace, redactor: Redactor): TraceDetail {
  const { requestBody, responseBody } = trace;
  return {
    request: {
      headers: redactor.list(x.headers).map((it) => cut(it, MAX_VALUE_CHARACTERS)),
      ...messageBody(requestBody, redactor),
      query: cut(redactor.query(x.rawQuery), MAX_VALUE_CHARACTERS),
      pathParameters: redactor.list(pathPairs(x)),
      sourceIp: x.sourceIp,
      protocol: x.protocol,
    },
    response: {
      headers: redactor.list(trace.responseHeaders).map((it) => cut(it, MAX_VALUE_CHARACTERS)),
      ...messageBody(responseBody, redactor),
    },
    stageVariables: Object.fromEntries(
      Object.entries(variablesOf(x)).map(([name, value]) => [name, redactor.text(value)]),
    ),
    steps: stepsOf(trace, redactor),
    explanation: explanationOf(x, trace, redactor),
  };
}

const variablesOf = ({ stage }: Exchange): Readonly<Record<string, string>> => {
  if (stage === null) return {};
  const { variables, canary } = stage.source;
  return stage.isCanary ? { ...variables, ...canary?.stageVariableOverrides } : variables;
};

function explanationOf(x: Exchange, trace: Trace, redactor: Redactor): Explanation | null {
  const explanation = explainExchange(x, trace);
  if (explanation === null) return null;
  const { cause, fix } = explanation;
  return { cause: cut(redactor.text(cause), 2_048), fix: cut(redactor.text(fix), 2_048) };
}

/** Everything is learnt before anything is masked: what is secret in one part is so in all. */
function redactorOf(x: Exchange, trace: Trace, mask: TraceMask): Redactor {
  const redactor = new Redactor(mask);
  redactor.learnPairs(x.headers);
  redactor.learnPairs(x.queryPairs);
  redactor.learnPairs(pathPairs(x));
  redactor.learnPairs(trace.responseHeaders);
  if (x.upstreamRequest !== null) redactor.learnPairs(x.upstreamRequest.headers);
  if (x.upstreamCall !== null) redactor.learnPairs(x.upstreamCall.headers);
  for (const { notes } of trace.steps) {
    for (const { kind, before, after } of notes) {
      for (const value of [before, after]) {
        if (Buffer.isBuffer(value)) redactor.learnBody(looked(value));
        else if (kind !== 'text' && Array.isArray(value)) redactor.learnPairs(value);
      }
    }
  }
  for (const capture of [trace.requestBody, trace.responseBody]) redactor.learnBody(capture.bytes);
  return redactor;
}

const pathPairs = ({ route, pathValues }: Exchange): string[] =>
  route === null ? [] : route.paramNames.flatMap((name, index) => [name, pathValues[index] ?? '']);

/** Segments of masked parameters in their place, however short they are. */
function maskedPath(x: Exchange, redactor: Redactor, mask: TraceMask): string {
  const pairs = pathPairs(x);
  const secret = new Set<string>();
  for (let i = 0; i < pairs.length; i += 2) {
    if (mask.isSecret(pairs[i] ?? '')) for (const part of (pairs[i + 1] ?? '').split('/')) secret.add(part);
  }
  const segments = x.path.split('/').map((segment) => (segment !== '' && secret.has(segment) ? '********' : segment));
  return redactor.text(segments.join('/'));
}

function messageBody(
  capture: { readonly bytes: Buffer; readonly size: number },
  redactor: Redactor,
): { readonly body: string; readonly bodyBytes: number; readonly isBodyCut: boolean } {
  const { bytes, size } = capture;
  const text = bytes.length === 0 ? '' : redactor.body(bytes);
  const isBodyCut = text.length > MAX_BODY_CHARACTERS || bytes.length < size;
  return { body: cut(text, MAX_BODY_CHARACTERS), bodyBytes: size, isBodyCut };
}

function stepsOf(trace: Trace, redactor: Redactor): TraceStep[] {
  let room = MAX_STEPS_CHARACTERS;
  const within = (text: string): string => {
    const shown = room <= 0 ? '(not kept: the trace is too long)' : text;
    room -= shown.length;
    return shown;
  };
  return trace.steps.map(({ name, startUs, tookUs, notes }) => ({
    ...{ name, startUs, tookUs },
    notes: notes.map(({ label, kind, before, after }) => ({
      ...{ label, kind },
      ...(before === undefined ? {} : { before: within(shownValue(before, kind, redactor)) }),
      ...(after === undefined ? {} : { after: within(shownValue(after, kind, redactor)) }),
    })),
  }));
}

function shownValue(value: NotedValue, kind: TraceNoteKind, redactor: Redactor): string {
  if (Buffer.isBuffer(value)) return cut(redactor.body(looked(value)), MAX_BODY_CHARACTERS);
  if (typeof value !== 'string') return cut(redactor.pairs(value), MAX_VALUE_CHARACTERS);
  return cut(redactor.text(value), kind === 'body' ? MAX_BODY_CHARACTERS : MAX_VALUE_CHARACTERS);
}

/** The same object for the same bytes: what was learnt of it is found again. */
const LOOKED = new WeakMap<Buffer, Buffer>();

function looked(bytes: Buffer): Buffer {
  if (bytes.length <= MAX_CAPTURED_BYTES) return bytes;
  let part = LOOKED.get(bytes);
  if (part === undefined) {
    part = bytes.subarray(0, MAX_CAPTURED_BYTES);
    LOOKED.set(bytes, part);
  }
  return part;
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more characters)`;
