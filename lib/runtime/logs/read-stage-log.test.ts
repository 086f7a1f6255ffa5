import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogPage, readStageLog, type StageLogQuery } from './read-stage-log';

let dir: string;
let folder: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatehouse-read-'));
  folder = join(dir, 'api', 'prod');
  mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const START = Date.parse('2026-03-02T10:00:00.000Z');
const at = (second: number): string => new Date(START + second * 1000).toISOString();
const line = (second: number, text: string): string => `${at(second)} ${text}\n`;
const write = (name: string, ...lines: string[]): void => writeFileSync(join(folder, name), lines.join(''));
const read = (extra: Partial<StageLogQuery> = {}): Promise<LogPage> =>
  readStageLog(dir, { apiId: 'api', logName: 'prod', kind: 'access', limit: 1000, ...extra });
const texts = ({ lines }: LogPage): string[] => lines.map(({ text }) => text);

describe('a stage’s log', () => {
  it('that does not exist is empty', async () => {
    expect(await read({ logName: 'prod/Canary' })).toEqual({ lines: [], cursor: null, searchedToMs: null });
    expect(await read({ apiId: '../api', logName: '..' })).toEqual({ lines: [], cursor: null, searchedToMs: null });
  });

  it('is merged over workers and rotated files, newest first', async () => {
    write('access.1.log', line(7, 'g'), line(9, 'i'));
    write('access.1.log.1', line(4, 'd'), line(5, 'e'));
    write('access.1.log.2', line(0, 'a'));
    write('access.2.log', line(2, 'c'), line(6, 'f'), line(8, 'h'));
    write('access.2.log.10', line(1, 'b'));
    write('execution.1.log', line(3, 'INFO (x) other'));
    write('access.1.log.gz', line(3, 'foreign'));
    const page = await read();
    expect(texts(page)).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'c', 'b', 'a']);
    expect(page).toMatchObject({ cursor: null, searchedToMs: START });
  });

  it('goes on where a page ended, whatever was written or rotated meanwhile', async () => {
    write('access.1.log', ...Array.from({ length: 10 }, (_, i) => line(i * 2, `a${i}`)));
    write('access.2.log', ...Array.from({ length: 10 }, (_, i) => line(i * 2 + 1, `b${i}`)));
    const first = await read({ limit: 7 });
    expect(texts(first)).toEqual(['b9', 'a9', 'b8', 'a8', 'b7', 'a7', 'b6']);
    appendFileSync(join(folder, 'access.2.log'), line(100, 'new'));
    renameSync(join(folder, 'access.1.log'), join(folder, 'access.1.log.1'));
    write('access.1.log', line(101, 'new'));
    write('access.3.log', line(102, 'new'));
    const second = await read({ limit: 7, cursor: first.cursor ?? '' });
    expect(texts(second)).toEqual(['a6', 'b5', 'a5', 'b4', 'a4', 'b3', 'a3']);
    const rest = await read({ cursor: second.cursor ?? '' });
    expect(texts(rest)).toEqual(['b2', 'a2', 'b1', 'a1', 'b0', 'a0']);
    expect(rest.cursor).toBeNull();
  });

  it('takes no cursor for anything else than a place', async () => {
    write('access.1.log', line(0, 'a'));
    for (const cursor of ['', 'x', '1:2', '1:2:3', '../../etc:1:1', '1:99999999999999999:0']) {
      expect(texts(await read({ cursor }))).toEqual([]);
    }
  });

  it('is filtered by text, request, level and time', async () => {
    write(
      'execution.1.log',
      line(1, 'INFO (r-1) HTTP Method: GET, Resource Path: /pets'),
      line(2, 'ERROR (r-1) Execution failed due to a timeout error'),
      line(3, 'INFO (r-2) HTTP Method: GET, Resource Path: /dogs'),
    );
    const execution = (extra: Partial<StageLogQuery>) => read({ kind: 'execution', ...extra });
    expect((await execution({ requestId: 'r-1' })).lines).toMatchObject([
      { level: 'ERROR', requestId: 'r-1', text: 'Execution failed due to a timeout error', atMs: START + 2000 },
      { level: 'INFO', requestId: 'r-1', text: 'HTTP Method: GET, Resource Path: /pets' },
    ]);
    expect(texts(await execution({ text: 'RESOURCE path: /D' }))).toEqual(['HTTP Method: GET, Resource Path: /dogs']);
    expect(texts(await execution({ text: '(.*)' }))).toEqual([]);
    expect(texts(await execution({ errorsOnly: true }))).toEqual(['Execution failed due to a timeout error']);
    expect(texts(await execution({ fromMs: START + 2000, toMs: START + 2000 }))).toEqual([
      'Execution failed due to a timeout error',
    ]);
  });

  it('leaves out what is no line: half written, foreign, without end', async () => {
    write('access.1.log', 'half of one\n', line(1, 'a'), '\n', 'no time\n', line(2, 'b'), `${at(3)} not yet wri`);
    write('access.2.log', 'x'.repeat(700_000), '\n', line(4, 'c'), 'y'.repeat(700_000));
    expect(texts(await read())).toEqual(['c', 'b', 'a']);
  });
});

describe('a log of many megabytes', () => {
  const PAD = 'x'.repeat(1000);
  beforeEach(() => {
    for (const age of [0, 1, 2]) {
      const first = (2 - age) * 5000;
      const lines = Array.from({ length: 5000 }, (_, i) => line(first + i, `n${first + i} ${PAD}`));
      write(age === 0 ? 'access.1.log' : `access.1.log.${age}`, ...lines);
    }
  });

  it('is read in bounded pages, which go on where they ended', async () => {
    const seen: LogPage[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ text: 'n42 ', ...(cursor === undefined ? {} : { cursor }) });
      seen.push(page);
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.flatMap(texts)).toEqual([`n42 ${PAD}`]);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen[0]).toMatchObject({ lines: [] });
    expect(seen[0]?.searchedToMs).toBeGreaterThan(START);
  });

  it('is found at any time within one page', async () => {
    for (const second of [14_999, 12_345, 10_000, 9_999, 7_500, 5_000, 4_999, 42, 0]) {
      const page = await read({ fromMs: START + second * 1000, toMs: START + second * 1000 });
      expect(texts(page)).toEqual([`n${second} ${PAD}`]);
    }
  });

  it('has every line once, over the ends of blocks and files', async () => {
    const numbers: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ limit: 777, ...(cursor === undefined ? {} : { cursor }) });
      for (const { text } of page.lines) numbers.push(Number(text.slice(1, text.indexOf(' '))));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(numbers).toEqual(Array.from({ length: 15_000 }, (_, i) => 14_999 - i));
  });
});
