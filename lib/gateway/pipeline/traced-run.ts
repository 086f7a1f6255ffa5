// The same steps as run.ts, one awaited after the other, with notes of how long each took and what it changed.
import { GatewayError } from '../errors/gateway-error';
import { type BodySink, type BodyStream, Reply } from '../http/message';
import type { Exchange } from './exchange';
import type { Step, StepOutcome } from './step';
import type { Noted, Trace } from './trace';
import type { ByteCapture } from './trace-capture';
import { probesOf } from './trace-probes';
import { describeExchange, type Shown } from './trace-view';

type View = ReadonlyMap<string, Shown>;

const NOTHING: View = new Map();

/** `from`: entry steps that have run already, before it was known that the request is traced. */
export async function runTraced(
  x: Exchange,
  trace: Trace,
  entry: readonly Step<Exchange>[],
  from = 0,
): Promise<StepOutcome> {
  if (from > 0) noteEarlier(x, trace, entry.slice(0, from));
  const early = await runList(x, trace, entry.slice(from));
  if (early !== undefined || x.route === null) return early;
  return runList(x, trace, x.route.steps);
}

async function runList(x: Exchange, trace: Trace, steps: readonly Step<Exchange>[]): Promise<StepOutcome> {
  // What is known at the request's arrival is the first step's finding.
  let before = trace.steps.length === 0 ? NOTHING : describeExchange(x);
  for (const step of steps) {
    const probes = probesOf(step.name, x, trace);
    const startedAt = performance.now();
    let outcome: StepOutcome;
    try {
      outcome = await step.run(x);
      if (outcome !== undefined) return outcome;
    } finally {
      const tookUs = Math.round((performance.now() - startedAt) * 1000);
      const after = describeExchange(x);
      const notes = [...probes(), ...trace.takePending(), ...changes(before, after), ...refusal(outcome)];
      trace.steps.push({ name: step.name, startUs: sinceArrival(x, startedAt), tookUs, notes });
      before = after;
    }
  }
  return undefined;
}

function noteEarlier(x: Exchange, trace: Trace, steps: readonly Step<Exchange>[]): void {
  const tookUs = sinceArrival(x, performance.now());
  const notes = changes(NOTHING, describeExchange(x));
  steps.forEach(({ name }, index) => {
    const isLast = index === steps.length - 1;
    trace.steps.push({ name, startUs: 0, tookUs: isLast ? tookUs : 0, notes: isLast ? notes : [] });
  });
}

/** `x.error` is set. */
export function noteFailure(x: Exchange, trace: Trace, render: () => Reply): Reply {
  const startedAt = performance.now();
  const reply = render();
  const tookUs = Math.round((performance.now() - startedAt) * 1000);
  const { error } = x;
  const text = (label: string, after: string): Noted => ({ label, kind: 'text', after });
  const notes: Noted[] = [
    text('Response type', error === null ? '' : error.responseType),
    ...(error === null || error.internal === '' ? [] : [text('Why', error.internal)]),
    text('Status', String(reply.status)),
    { label: 'Headers', kind: 'headers', after: reply.headers.slice() },
    ...(typeof reply.body === 'string'
      ? [{ label: 'Body', kind: 'body' as const, after: Buffer.from(reply.body, 'utf8') }]
      : []),
  ];
  trace.steps.push({ name: 'gateway-response', startUs: sinceArrival(x, startedAt), tookUs, notes });
  return watchAnswer(trace, reply);
}

const sinceArrival = (x: Exchange, at: number): number => Math.max(0, Math.round((at - x.startedAt) * 1000));

/** Why the step ended the request. */
function refusal(outcome: StepOutcome): Noted[] {
  if (!(outcome instanceof GatewayError)) return [];
  const { responseType, publicMessage, validationErrorString } = outcome;
  return [
    { label: 'Gateway response', kind: 'text', after: `${responseType}: ${publicMessage ?? 'null'}` },
    ...(validationErrorString === ''
      ? []
      : [{ label: 'Validation error', kind: 'text' as const, after: validationErrorString }]),
  ];
}

function changes(before: View, after: View): Noted[] {
  const notes: Noted[] = [];
  for (const [label, { kind, value }] of after) {
    const known = before.get(label);
    if (known === undefined) notes.push({ label, kind, after: value });
    else if (!isSame(known.value, value)) notes.push({ label, kind, before: known.value, after: value });
  }
  return notes;
}

function isSame(a: Shown['value'], b: Shown['value']): boolean {
  if (a === b) return true;
  if (Buffer.isBuffer(a)) return Buffer.isBuffer(b) && a.equals(b);
  if (typeof a === 'string' || typeof b === 'string' || Buffer.isBuffer(b)) return false;
  return a.length === b.length && a.every((it, index) => it === b[index]);
}

/** Keeps the beginning of what goes out, as it goes out: a stream stays one. */
export function watchAnswer(trace: Trace, reply: Reply): Reply {
  const { body, headers, status, streamLength } = reply;
  if (body === null) return reply;
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    trace.responseBody.add(Buffer.isBuffer(body) ? body : Buffer.from(body, 'utf8'));
    return reply;
  }
  return new Reply(status, headers, new WatchedBody(body, trace.responseBody), streamLength);
}

class WatchedBody implements BodyStream {
  readonly #body: BodyStream;
  readonly #capture: ByteCapture;

  constructor(body: BodyStream, capture: ByteCapture) {
    this.#body = body;
    this.#capture = capture;
  }

  get isComplete(): boolean {
    return this.#body.isComplete;
  }

  takeBody(): Buffer | null {
    const bytes = this.#body.takeBody();
    if (bytes !== null) this.#capture.add(bytes);
    return bytes;
  }

  collect(limitBytes: number): Promise<boolean> {
    return this.#body.collect(limitBytes);
  }

  pipe(sink: BodySink): void {
    const capture = this.#capture;
    this.#body.pipe({
      write(chunk) {
        capture.add(chunk);
        return sink.write(chunk);
      },
      onPause: (resume) => sink.onPause(resume),
      end: () => sink.end(),
      fail: (error) => sink.fail(error),
    });
  }

  destroy(): void {
    this.#body.destroy();
  }
}
