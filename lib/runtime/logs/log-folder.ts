// Where workers write a stage's logs, and the files that are there.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogKind } from '@/lib/gateway/observe/log-sink';

/** `logName`: "prod", or "prod/Canary". */
export const logFolder = (logDir: string, apiId: string, logName: string): string =>
  join(logDir, safe(apiId), ...logName.split('/').map(safe));

export const logFileName = (kind: LogKind, slot: number): string => `${kind}.${slot}.log`;

/** Ids and stage names hold nothing else; a path is no place to rely on that. */
const safe = (name: string): string => name.replace(/[^A-Za-z0-9_-]/g, '_') || '_';

export interface FoundLogFile {
  readonly path: string;
  readonly kind: LogKind;
  readonly slot: number;
  /** 0: being written; higher numbers are older. */
  readonly age: number;
}

const FILE_NAME = /^(access|execution)\.(\d{1,6})\.log(?:\.(\d{1,6}))?$/;

/** In no order. A folder that does not exist has none. */
export async function listLogFiles(folder: string): Promise<FoundLogFile[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => {
    const match = FILE_NAME.exec(name);
    if (match === null) return [];
    const [, kind, slot, age] = match;
    return [{ path: join(folder, name), kind: kind as LogKind, slot: Number(slot), age: Number(age ?? 0) }];
  });
}
