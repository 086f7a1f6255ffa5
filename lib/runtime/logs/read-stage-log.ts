// One page of a stage's log, newest lines first, merged over its workers. Whatever is asked, only so much is read.
import type { LogKind } from '@/lib/gateway/observe/log-sink';
import { BackwardLines, type FoundLine, type Position, type ReadBudget } from './backward-lines';
import { listLogFiles, logFolder } from './log-folder';

export interface StageLogQuery {
  readonly apiId: string;
  /** "prod", or "prod/Canary". */
  readonly logName: string;
  readonly kind: LogKind;
  readonly limit: number;
  /** Whatever its case. */
  readonly text?: string | undefined;
  readonly requestId?: string | undefined;
  readonly errorsOnly?: boolean | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface LogLine {
  readonly id: string;
  readonly atMs: number;
  readonly level: 'INFO' | 'ERROR' | '';
  readonly requestId: string;
  readonly text: string;
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly cursor: string | null;
  /** All lines up to here were looked at; null: none were found. */
  readonly searchedToMs: number | null;
}

const MAX_READ_BYTES = 8 * 1024 * 1024;
/** Workers' lines are in order but for the time between two clocks of one machine. */
const DISORDER_MS = 1_000;

export async function readStageLog(logDir: string, query: StageLogQuery): Promise<LogPage> {
  const positions = query.cursor === undefined ? null : readCursor(query.cursor);
  const files = (await listLogFiles(logFolder(logDir, query.apiId, query.logName))).filter(
    ({ kind }) => kind === query.kind,
  );
  const budget: ReadBudget = { bytes: MAX_READ_BYTES };
  const readers = new Map<number, BackwardLines>();
  for (const slot of new Set(files.map((file) => file.slot))) {
    const position = positions?.get(slot) ?? null;
    // A worker that is not in the cursor has only newer lines, or none left.
    if (positions !== null && position === null) continue;
    const own = files.filter((file) => file.slot === slot);
    const untilMs = query.toMs === undefined ? undefined : query.toMs + DISORDER_MS;
    readers.set(slot, new BackwardLines(own, budget, { from: position, untilMs }));
  }
  try {
    return await merge(readers, query);
  } finally {
    for (const reader of readers.values()) await reader.close();
  }
}

async function merge(readers: Map<number, BackwardLines>, query: StageLogQuery): Promise<LogPage> {
  const isWanted = filterOf(query);
  const lines: LogLine[] = [];
  let searchedToMs: number | null = null;
  while (lines.length < query.limit) {
    let newest: FoundLine | undefined;
    let newestSlot = 0;
    let isOut = false;
    for (const [slot, reader] of readers) {
      const line = await reader.peek();
      if (line === undefined && reader.position !== null) isOut = true;
      if (line !== undefined && (newest === undefined || line.atMs > newest.atMs)) {
        newest = line;
        newestSlot = slot;
      }
    }
    // Out of budget in one log: going on with the others would leave a hole.
    if (isOut || newest === undefined) break;
    const { atMs } = newest;
    if (query.fromMs !== undefined && atMs < query.fromMs - DISORDER_MS) return { lines, cursor: null, searchedToMs };
    readers.get(newestSlot)?.take();
    searchedToMs = atMs;
    if (!isWanted(newest)) continue;
    lines.push(toLine(newest, newestSlot, query.kind));
  }
  return { lines, cursor: writeCursor(readers), searchedToMs };
}

function filterOf({ text, requestId, errorsOnly, fromMs, toMs }: StageLogQuery): (line: FoundLine) => boolean {
  const wanted = text?.toLowerCase() ?? '';
  return (line) =>
    (errorsOnly !== true || line.text.startsWith('ERROR ')) &&
    (fromMs === undefined || line.atMs >= fromMs) &&
    (toMs === undefined || line.atMs <= toMs) &&
    (!requestId || line.text.includes(requestId)) &&
    (wanted === '' || line.text.toLowerCase().includes(wanted));
}

const EXECUTION = /^(INFO|ERROR) \(([^)]{1,100})\) /;

function toLine({ atMs, text, position }: FoundLine, slot: number, kind: LogKind): LogLine {
  const id = `${slot}-${position.inode}-${position.offset}`;
  const match = kind === 'execution' ? EXECUTION.exec(text) : null;
  if (match === null) return { id, atMs, level: '', requestId: '', text };
  return {
    ...{ id, atMs, level: match[1] as 'INFO' | 'ERROR', requestId: match[2] as string },
    text: text.slice(match[0].length),
  };
}

/** Null: every log was read to its beginning. */
function writeCursor(readers: Map<number, BackwardLines>): string | null {
  const parts: string[] = [];
  for (const [slot, { position }] of readers) {
    if (position !== null) parts.push(`${slot}:${position.inode}:${position.offset}`);
  }
  return parts.length === 0 ? null : parts.join(',');
}

/** Comes back from browsers: what is not a position is left out. */
function readCursor(cursor: string): Map<number, Position> {
  const positions = new Map<number, Position>();
  for (const part of cursor.split(',')) {
    const match = /^(\d{1,6}):(\d{1,16}):(\d{1,15})$/.exec(part);
    if (match !== null) positions.set(Number(match[1]), { inode: Number(match[2]), offset: Number(match[3]) });
  }
  return positions;
}
