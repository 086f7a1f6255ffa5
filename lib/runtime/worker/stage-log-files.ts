import { join } from 'node:path';
import type { LogKind, LogSink } from '@/lib/gateway/observe/log-sink';
import { logFileName, logFolder } from '../logs/log-folder';
import { LogFile, type RotationSettings } from './log-file';

export interface StageLogOptions extends RotationSettings {
  readonly dir: string;
  /** Distinguishes this worker's files: workers never share one. */
  readonly slot: number;
  /** Bytes waiting in memory, over all stages; more is dropped. */
  readonly maxQueuedBytes: number;
  /** Told when lines begin to be dropped, and when writing works again. */
  readonly onTrouble: (message: string) => void;
}

export const STAGE_LOG_DEFAULTS = {
  // Small files, so that old ones can be removed one by one; how many stay is the stage's setting, and this the end of it.
  maxFileBytes: 8 * 1024 * 1024,
  maxAgeMs: 24 * 3600 * 1000,
  keptFiles: 128,
  maxQueuedBytes: 8 * 1024 * 1024,
} as const;

const FLUSH_EVERY_MS = 200;
/** Lines are copied out of the heap at once: thousands of strings that live until they are written would cost collections. */
const CHUNK_BYTES = 64 * 1024;
const KEPT_CHUNKS = 8;
/** Files not written to for this long are closed. */
const IDLE_MS = 60_000;

/**
 * logs/{apiId}/{stage}/access.{worker}.log and execution.{worker}.log, and those of the stage's canary in a folder Canary
 * below. Written beside the requests and never in their way.
 */
export class StageLogFiles implements LogSink {
  readonly #options: StageLogOptions;
  readonly #byApi: Readonly<Record<LogKind, Map<string, Map<string, StageLog>>>> = {
    access: new Map(),
    execution: new Map(),
  };
  readonly #freeChunks: Buffer[] = [];
  #queuedBytes = 0;
  readonly #dropped = { access: 0, execution: 0 };
  #isFailing = false;
  #flushing: Promise<void> | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(options: StageLogOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  /** Lines that could not be kept or written. */
  get dropped(): Readonly<Record<LogKind, number>> {
    return this.#dropped;
  }

  write(kind: LogKind, apiId: string, logName: string, line: string): void {
    // Access logs are ASCII.
    const bytes = kind === 'access' ? line.length : Buffer.byteLength(line);
    if (this.#queuedBytes + bytes > this.#options.maxQueuedBytes || bytes > CHUNK_BYTES) {
      this.#dropped[kind] += 1;
      return;
    }
    const log = this.#byApi[kind].get(apiId)?.get(logName) ?? this.#open(kind, apiId, logName);
    let batch = log.batch;
    if (batch === undefined || batch.end + bytes > CHUNK_BYTES) {
      batch = { chunk: this.#freeChunks.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES), end: 0, lines: 0 };
      log.batch = batch;
      log.waiting.push(batch);
    }
    batch.chunk.write(line, batch.end, kind === 'access' ? 'latin1' : 'utf8');
    batch.end += bytes;
    batch.lines += 1;
    this.#queuedBytes += bytes;
  }

  /** Writes what waits. Resolves when it is written or given up; never rejects. */
  async flush(): Promise<void> {
    while (this.#flushing !== undefined) await this.#flushing;
    this.#flushing = this.#flushAll();
    await this.#flushing;
    this.#flushing = undefined;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
    for (const log of this.#logs()) await log.file.close();
  }

  async #flushAll(): Promise<void> {
    const now = performance.now();
    for (const log of this.#logs()) {
      if (log.waiting.length > 0) {
        log.usedMs = now;
        await this.#writeAll(log);
      } else if (now - log.usedMs > IDLE_MS) {
        this.#byApi[log.kind].get(log.apiId)?.delete(log.logName);
        await log.file.close();
      }
    }
  }

  async #writeAll(log: StageLog): Promise<void> {
    const batches = log.waiting;
    log.waiting = [];
    log.batch = undefined;
    for (const batch of batches) {
      await this.#write(log, batch);
      this.#queuedBytes -= batch.end;
      if (this.#freeChunks.length < KEPT_CHUNKS) this.#freeChunks.push(batch.chunk);
    }
  }

  async #write(log: StageLog, batch: Batch): Promise<void> {
    try {
      await log.file.append(batch.chunk.subarray(0, batch.end));
      if (this.#isFailing) this.#options.onTrouble('Logs of stages are being written again.');
      this.#isFailing = false;
    } catch (error) {
      this.#dropped[log.kind] += batch.lines;
      await log.file.close();
      if (!this.#isFailing) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.onTrouble(`Logs of stages can’t be written, and lines are dropped: ${reason}`);
      }
      this.#isFailing = true;
    }
  }

  #logs(): StageLog[] {
    const { access, execution } = this.#byApi;
    return [...access.values(), ...execution.values()].flatMap((byStage) => [...byStage.values()]);
  }

  #open(kind: LogKind, apiId: string, logName: string): StageLog {
    const byApi = this.#byApi[kind];
    let byStage = byApi.get(apiId);
    if (byStage === undefined) {
      byStage = new Map();
      byApi.set(apiId, byStage);
    }
    const { dir, slot } = this.#options;
    const path = join(logFolder(dir, apiId, logName), logFileName(kind, slot));
    const log: StageLog = {
      kind,
      apiId,
      logName,
      file: new LogFile(path, this.#options),
      waiting: [],
      batch: undefined,
      usedMs: performance.now(),
    };
    byStage.set(logName, log);
    return log;
  }
}

interface Batch {
  readonly chunk: Buffer;
  end: number;
  lines: number;
}

interface StageLog {
  readonly kind: LogKind;
  readonly apiId: string;
  /** "prod", or "prod/Canary". */
  readonly logName: string;
  readonly file: LogFile;
  waiting: Batch[];
  /** The last of them, which still takes lines. */
  batch: Batch | undefined;
  usedMs: number;
}
