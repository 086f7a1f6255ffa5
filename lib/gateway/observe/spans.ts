// Spans of requests for a collector, where there is one: a span of the request, and one of its call to the backend below
// it. Names are OpenTelemetry's. https://opentelemetry.io/docs/specs/semconv/http/http-spans/
// Queries, headers and bodies are in none of them: they may hold secrets.

export interface Span {
  /** 32 hexadecimal digits: those of the X-Amzn-Trace-Id's root. */
  readonly traceId: string;
  readonly spanId: string;
  /** Empty: the trace begins here. */
  readonly parentId: string;
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Never blocks or throws: full means dropped and counted. */
export interface SpanSink {
  /** `sampled`: what the caller said, if it did. */
  wants(root: string, sampled: boolean | undefined): boolean;
  take(span: Span): void;
}

/** What a sampled request knows of its place in the trace. */
export interface SpanIds {
  readonly spanId: string;
  /** Of its call to the backend. */
  readonly clientSpanId: string;
  readonly parentId: string;
}

export const spanIds = (parentId: string, random: () => number): SpanIds => ({
  ...{ spanId: newSpanId(random), clientSpanId: newSpanId(random), parentId },
});

/** Different from others is all it has to be. */
const newSpanId = (random: () => number): string => eightDigits(random) + eightDigits(random);

/** Never all zeros, which would be no id. */
const eightDigits = (random: () => number): string =>
  (1 + Math.floor(random() * 0xfffffffe)).toString(16).padStart(8, '0');

/** "1-5759e988-bd862e3fe1be46a994272793" → its digits. */
export const traceIdOf = (root: string): string => root.slice(2, 10) + root.slice(11);
