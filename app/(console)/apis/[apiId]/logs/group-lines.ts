import type { StageLogLine } from '@/lib/contract/stage-log';

/** Lines of one request that stand together; access logs have one line each. */
export interface LogGroup {
  readonly id: string;
  readonly requestId: string;
  /** When its last line was written. */
  readonly at: string;
  /** Of an execution log, where those lines are among them. */
  readonly status: number | null;
  readonly method: string;
  readonly path: string;
  /** Oldest first, as they were written. */
  readonly lines: readonly StageLogLine[];
}

/** `lines`: newest first. The groups are too, and their lines in the order to read them in. */
export function groupLines(lines: readonly StageLogLine[]): LogGroup[] {
  const groups: StageLogLine[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last !== undefined && line.requestId !== '' && last[0]?.requestId === line.requestId) last.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => toGroup(group.toReversed()));
}

function toGroup(lines: readonly StageLogLine[]): LogGroup {
  const newest = lines.at(-1) as StageLogLine;
  const [, method = '', path = ''] = firstMatch(lines, /^HTTP Method: ([A-Z]+), Resource Path: (.*)$/);
  const [, status] = firstMatch(lines, /^Method completed with status: (\d{3})$/);
  return {
    ...{ id: newest.id, requestId: newest.requestId, at: newest.at, method, path, lines },
    status: status === undefined ? null : Number(status),
  };
}

function firstMatch(lines: readonly StageLogLine[], pattern: RegExp): readonly string[] {
  for (const { text } of lines) {
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  return [];
}

/** "Method request headers: {…}" → what it is and what it says. Other lines are all text. */
export function splitLine(text: string): { label: string; value: string } {
  const colon = text.indexOf(': ');
  if (colon === -1 || !/^(Extended|Method|Endpoint|Gateway|HTTP)[A-Za-z ]*$/.test(text.slice(0, colon))) {
    return { label: '', value: text };
  }
  return { label: text.slice(0, colon), value: text.slice(colon + 2) };
}
