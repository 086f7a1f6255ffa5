// Spans to a collector by OTLP over HTTP, as JSON: in batches, beside the requests and never in their way.
// https://opentelemetry.io/docs/specs/otlp/#otlphttp
import type { Span, SpanSink } from '@/lib/gateway/observe/spans';
import type { OtlpSettings } from './settings';

const ATTEMPTS = 4;
const FIRST_RETRY_MS = 1_000;
/** A worker that ends has counts to report, which matter more. */
const CLOSE_MS = 300;
/** https://opentelemetry.io/docs/specs/otlp/#failures-1 */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export interface OtlpExporterOptions extends OtlpSettings {
  /** Told when spans begin to be dropped, and when sending works again. */
  readonly onTrouble: (message: string) => void;
  readonly firstRetryMs?: number;
}

export class OtlpExporter implements SpanSink {
  readonly #options: OtlpExporterOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #closing = new AbortController();
  readonly #hangUp = new AbortController();
  #queue: Span[] = [];
  #dropped = 0;
  #sending: Promise<void> | undefined;
  #isFailing = false;

  constructor(options: OtlpExporterOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.flush(), options.delayMs).unref();
  }

  /** Spans that did not fit, or that the collector did not take. */
  get dropped(): number {
    return this.#dropped;
  }

  wants(root: string, sampled: boolean | undefined): boolean {
    const { ratio, isParentBased } = this.#options;
    if (isParentBased && sampled !== undefined) return sampled;
    // By the trace's own random digits: everyone who knows them decides alike.
    return ratio >= 1 || Number.parseInt(root.slice(-12), 16) < ratio * 2 ** 48;
  }

  take(span: Span): void {
    if (this.#queue.length >= this.#options.maxQueuedSpans) {
      this.#dropped += 1;
      return;
    }
    this.#queue.push(span);
    if (this.#queue.length >= this.#options.maxBatchSpans) void this.flush();
  }

  /** Sends what waits. Resolves when it is sent or given up; never rejects. */
  flush(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  /** What can't be sent at once is given up. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    const timer = setTimeout(() => this.#hangUp.abort(), CLOSE_MS);
    // What is under way now, then what came meanwhile.
    await this.flush();
    await this.flush();
    clearTimeout(timer);
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.slice(0, this.#options.maxBatchSpans);
      this.#queue = this.#queue.slice(batch.length);
      await this.#send(batch);
    }
  }

  async #send(batch: readonly Span[]): Promise<void> {
    const body = JSON.stringify(toRequest(batch, this.#options.resource));
    const { firstRetryMs = FIRST_RETRY_MS } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const problem = await this.#post(body);
      if (problem === null) {
        if (this.#isFailing) this.#options.onTrouble('Spans are being taken again.');
        this.#isFailing = false;
        return;
      }
      if (!problem.mayRetry || attempt === ATTEMPTS || this.#closing.signal.aborted) {
        this.#giveUp(batch.length, problem.text);
        return;
      }
      await this.#pause(firstRetryMs * 2 ** (attempt - 1));
    }
  }

  async #post(body: string): Promise<{ readonly text: string; readonly mayRetry: boolean } | null> {
    const { url, headers, timeoutMs } = this.#options;
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#hangUp.signal]);
    try {
      const response = await fetch(url, {
        ...{ method: 'POST', body, redirect: 'error', signal },
        headers: { ...headers, 'content-type': 'application/json' },
      });
      const answer = await response.text();
      if (response.ok) {
        this.#dropped += rejectedSpans(answer);
        return null;
      }
      return { text: `status ${response.status}`, mayRetry: RETRIED_STATUSES.has(response.status) };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { text: cause instanceof Error ? cause.message : String(cause), mayRetry: true };
    }
  }

  #giveUp(count: number, reason: string): void {
    this.#dropped += count;
    if (!this.#isFailing) this.#options.onTrouble(`Spans can’t be sent, and are dropped: ${reason}`);
    this.#isFailing = true;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#closing.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}

/** https://opentelemetry.io/docs/specs/otlp/#partial-success-1 */
function rejectedSpans(answer: string): number {
  try {
    const count = Number(
      (JSON.parse(answer) as { partialSuccess?: { rejectedSpans?: unknown } }).partialSuccess?.rejectedSpans,
    );
    return Number.isSafeInteger(count) && count > 0 ? count : 0;
  } catch {
    // An empty answer means that all were taken.
    return 0;
  }
}

const KIND = { server: 2, client: 3 } as const;
const ERROR = 2;

function toRequest(spans: readonly Span[], resource: Readonly<Record<string, string>>) {
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes(resource) },
        scopeSpans: [{ scope: { name: 'gatehouse' }, spans: spans.map(toJson) }],
      },
    ],
  };
}

const toJson = ({ traceId, spanId, parentId, name, kind, startMs, endMs, isError, attributes }: Span) => ({
  ...{ traceId, spanId, name },
  ...(parentId === '' ? {} : { parentSpanId: parentId }),
  kind: KIND[kind],
  startTimeUnixNano: nanoseconds(startMs),
  endTimeUnixNano: nanoseconds(endMs),
  attributes: toAttributes(attributes),
  status: isError ? { code: ERROR } : {},
});

const toAttributes = (attributes: Readonly<Record<string, string | number>>) =>
  Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));

/** 64 bits are more than a number holds. */
const nanoseconds = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);
