// The folder below the data directory that workers write logs to, as the runtime beside them sees it: reads pages, and
// removes what stages do not keep any longer.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FoundLogFile, listLogFiles, logFolder } from './log-folder';
import { type LogPage, readStageLog, type StageLogQuery } from './read-stage-log';

export interface LogRetention {
  readonly restApiId: string;
  readonly stageName: string;
  readonly days: number;
  /** Of all of the stage's logs, beside the files being written. */
  readonly maxBytes: number;
}

/** Of stages that are gone. */
const DEFAULT_DAYS = 14;
const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;
const DAY_MS = 24 * 3600 * 1000;
const CANARY = 'Canary';

export class LogStore {
  readonly #dir: string;
  #id = '';

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The same for all gateways that share the folder; empty until `open`, or when the disk takes no more. */
  get id(): string {
    return this.#id;
  }

  async open(): Promise<void> {
    const file = join(this.#dir, '.id');
    await mkdir(this.#dir, { recursive: true });
    // Two that start together: one writes, both read.
    await writeFile(file, randomUUID(), { flag: 'wx', mode: 0o640 }).catch(() => undefined);
    this.#id = (await readFile(file, 'utf8')).trim();
  }

  read(query: StageLogQuery): Promise<LogPage> {
    return readStageLog(this.#dir, query);
  }

  /** By age, then the oldest until the rest fits. Files being written stay, unless nothing was written for as long. */
  async trim(retentions: readonly LogRetention[], nowMs: number): Promise<void> {
    const byFolder = new Map(retentions.map((it) => [logFolder(this.#dir, it.restApiId, it.stageName), it]));
    for (const api of await foldersIn(this.#dir)) {
      for (const stage of await foldersIn(api)) {
        const { days = DEFAULT_DAYS, maxBytes = DEFAULT_MAX_BYTES } = byFolder.get(stage) ?? {};
        await trimStage(stage, nowMs - days * DAY_MS, maxBytes);
      }
      await removeIfEmpty(api);
    }
  }
}

async function trimStage(folder: string, oldestMs: number, maxBytes: number): Promise<void> {
  const canary = join(folder, CANARY);
  const found = [...(await listLogFiles(folder)), ...(await listLogFiles(canary))];
  const files = (await Promise.all(found.map(measured))).filter((file) => file !== null);
  let bytes = files.reduce((sum, { size }) => sum + size, 0);
  for (const { path, age, size, writtenMs } of files.sort((a, b) => a.writtenMs - b.writtenMs)) {
    if (writtenMs >= oldestMs && (age === 0 || bytes <= maxBytes)) continue;
    await unlink(path).catch(() => undefined);
    bytes -= size;
  }
  await removeIfEmpty(canary);
  await removeIfEmpty(folder);
}

async function measured(file: FoundLogFile): Promise<(FoundLogFile & { size: number; writtenMs: number }) | null> {
  const found = await stat(file.path).catch(() => null);
  return found?.isFile() ? { ...file, size: found.size, writtenMs: found.mtimeMs } : null;
}

async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(dir, name));
}

/** rmdir takes nothing that holds something. */
const removeIfEmpty = (dir: string): Promise<void> => rmdir(dir).catch(() => undefined);
