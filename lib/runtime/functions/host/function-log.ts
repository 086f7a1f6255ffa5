// A function's log, in memory and bounded: the newest lines, and of each invocation no more than a share.
import type { FunctionLogLine, FunctionLogPage } from '../model';

const MAX_LINES = 2_000;
const MAX_BYTES = 1024 * 1024;
const MAX_LINE = 16 * 1024;
const MAX_BYTES_PER_REQUEST = 256 * 1024;

export class FunctionLog {
  readonly #lines: FunctionLogLine[] = [];
  #bytes = 0;
  #sequence = 0;
  #dropped = 0;

  add(requestId: string, version: string, text: string): void {
    this.#sequence += 1;
    this.#lines.push({ sequence: this.#sequence, atMs: Date.now(), requestId, version, text });
    this.#bytes += text.length;
    if (this.#lines.length > MAX_LINES || this.#bytes > MAX_BYTES) this.#letGo();
  }

  drop(lines: number): void {
    this.#dropped += lines;
  }

  page(afterSequence: number, limit: number): FunctionLogPage {
    const newer = this.#lines.filter(({ sequence }) => sequence > afterSequence);
    return { lines: newer.slice(-limit), dropped: this.#dropped };
  }

  /** The end of one request's log. */
  tail(requestId: string, maxBytes: number): string {
    let text = '';
    for (let i = this.#lines.length - 1; i >= 0 && text.length < maxBytes; i--) {
      const line = this.#lines[i] as FunctionLogLine;
      if (line.requestId === requestId) text = `${line.text}\n${text}`;
    }
    return text.slice(-maxBytes);
  }

  /** A quarter at once: one by one, every line would move all the others. */
  #letGo(): void {
    const keptLines = (MAX_LINES * 3) / 4;
    const keptBytes = (MAX_BYTES * 3) / 4;
    let gone = 0;
    while (this.#lines.length - gone > keptLines || this.#bytes > keptBytes) {
      this.#bytes -= (this.#lines[gone] as FunctionLogLine).text.length;
      gone += 1;
    }
    this.#lines.splice(0, gone);
    this.#dropped += gone;
  }
}

/** Cuts what one process prints into lines of its current request. */
export class LineWriter {
  readonly #log: FunctionLog;
  readonly #version: string;
  #rest = '';
  #requestId = '';
  #bytes = 0;

  constructor(log: FunctionLog, version: string) {
    this.#log = log;
    this.#version = version;
  }

  begin(requestId: string): void {
    this.flush();
    this.#requestId = requestId;
    this.#bytes = 0;
  }

  write(bytes: Buffer): void {
    const before = this.#bytes;
    this.#bytes += bytes.length;
    if (before >= MAX_BYTES_PER_REQUEST) {
      this.#log.drop(1);
      return;
    }
    const text = this.#rest + bytes.toString('utf8', 0, MAX_BYTES_PER_REQUEST - before);
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#line(text.slice(from, end));
      from = end + 1;
    }
    this.#rest = text.slice(from);
    if (this.#rest.length > MAX_LINE) this.flush();
    if (this.#bytes >= MAX_BYTES_PER_REQUEST) {
      this.flush();
      this.#line(`The request printed more than ${MAX_BYTES_PER_REQUEST / 1024} KB: the rest is not kept.`);
    }
  }

  /** What has no line end yet is a line too. */
  flush(): void {
    if (this.#rest === '') return;
    const text = this.#rest;
    this.#rest = '';
    this.#line(text);
  }

  line(text: string): void {
    this.flush();
    this.#line(text);
  }

  #line(text: string): void {
    const shown = text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)} [TRUNCATED]` : text;
    this.#log.add(this.#requestId, this.#version, shown);
  }
}
