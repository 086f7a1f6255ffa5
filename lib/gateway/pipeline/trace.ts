// What a traced request did, step by step, as it is noted while the request is on its way. Made fit to be shown and kept
// by trace-record.ts.
import type { BucketFacts } from '../explain/explanations';
import type { HeaderList, Reply } from '../http/message';
import type { TemplateLog } from '../mapping/template-log';
import { ByteCapture } from './trace-capture';

export type TraceNoteKind = 'text' | 'headers' | 'parameters' | 'body';

/** Headers and parameters: name, value, name, value … Bodies: bytes. */
export type NotedValue = string | Buffer | HeaderList;

/** Something that a step changed, or found out. */
export interface Noted {
  readonly label: string;
  readonly kind: TraceNoteKind;
  readonly before?: NotedValue;
  readonly after?: NotedValue;
}

export interface NotedStep {
  readonly name: string;
  /** Since the request's arrival. */
  readonly startUs: number;
  readonly tookUs: number;
  readonly notes: readonly Noted[];
}

/** Why a request is traced: it is a test invoke, it was drawn, or it brought a token. */
export type TraceOrigin = 'TEST' | 'SAMPLE' | 'DEBUG';

export class Trace implements TemplateLog {
  readonly origin: TraceOrigin;
  /** Of the token that the request brought; empty: none. */
  readonly tokenHash: string;
  readonly steps: NotedStep[] = [];
  /** As the client sent it, where something took it in. */
  readonly requestBody = new ByteCapture();
  readonly responseBody = new ByteCapture();
  /** Whole, where a mapping took it in. */
  endpointBody: Buffer | null = null;
  responseStatus = 0;
  responseHeaders: HeaderList = [];
  /** On the monotonic clock; 0: it never was. */
  answeredAt = 0;
  /** The first limit that had no token left. */
  exhausted: BucketFacts | null = null;
  /** What steps have noted from within. */
  #pending: Noted[] = [];

  constructor(origin: TraceOrigin, tokenHash = '') {
    this.origin = origin;
    this.tokenHash = tokenHash;
  }

  /** A live request counts as any other; a test invoke counts nowhere. */
  get isLive(): boolean {
    return this.origin !== 'TEST';
  }

  rendered(template: string, values: readonly string[], output: string | null): void {
    this.#pending.push({ label: 'Template', kind: 'text', after: template });
    if (values.length > 0) this.#pending.push({ label: 'Values used', kind: 'parameters', after: values });
    if (output !== null) this.#pending.push({ label: 'Rendered', kind: 'body', after: Buffer.from(output, 'utf8') });
  }

  /** What goes out, with the gateway's own headers. */
  answers(reply: Reply): void {
    this.answeredAt = performance.now();
    this.responseStatus = reply.status;
    this.responseHeaders = reply.headers.slice();
  }

  /** What has been noted since the last call. */
  takePending(): readonly Noted[] {
    const pending = this.#pending;
    this.#pending = [];
    return pending;
  }
}
