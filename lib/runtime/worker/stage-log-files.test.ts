import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LogFile } from './log-file';
import { STAGE_LOG_DEFAULTS, StageLogFiles, type StageLogOptions } from './stage-log-files';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-logs-'));
  cleanUps.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function openLogs(dir: string, extra: Partial<StageLogOptions> = {}) {
  const troubles: string[] = [];
  const logs = new StageLogFiles({
    ...STAGE_LOG_DEFAULTS,
    dir,
    slot: 1,
    onTrouble: (message) => troubles.push(message),
    ...extra,
  });
  cleanUps.push(() => logs.close());
  return { logs, troubles };
}

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

describe('StageLogFiles', () => {
  it('writes each stage’s lines to a file of its own, in order', async () => {
    const dir = newDir();
    const { logs } = openLogs(dir);
    for (let i = 0; i < 3; i++) logs.write('access', 'api', 'prod', `${i}\n`);
    logs.write('access', 'api', 'dev', 'd\n');
    logs.write('access', 'api', 'prod/Canary', 'c\n');
    await Promise.all([logs.flush(), logs.flush(), logs.flush()]);
    logs.write('access', 'api', 'prod', '3\n');
    await logs.flush();
    expect(read(dir, 'api', 'prod', 'access.1.log')).toBe('0\n1\n2\n3\n');
    expect(read(dir, 'api', 'dev', 'access.1.log')).toBe('d\n');
    expect(read(dir, 'api', 'prod', 'Canary', 'access.1.log')).toBe('c\n');
    expect(logs.dropped.access).toBe(0);
  });

  it('writes more than fits one chunk in order', async () => {
    const dir = newDir();
    const { logs } = openLogs(dir);
    const lines = Array.from({ length: 5000 }, (_, i) => `${i} ${'x'.repeat(i % 100)}\n`);
    for (const line of lines) logs.write('access', 'api', 'prod', line);
    await logs.flush();
    expect(read(dir, 'api', 'prod', 'access.1.log')).toBe(lines.join(''));
  });

  it('drops and counts what does not fit its memory', async () => {
    const dir = newDir();
    const { logs } = openLogs(dir, { maxQueuedBytes: 25 });
    for (let i = 0; i < 5; i++) logs.write('access', 'api', 'prod', '123456789\n');
    expect(logs.dropped.access).toBe(3);
    await logs.flush();
    logs.write('access', 'api', 'prod', 'again\n');
    await logs.flush();
    expect(read(dir, 'api', 'prod', 'access.1.log')).toBe('123456789\n123456789\nagain\n');
  });

  it('drops, counts and says so while the disk is full, and goes on when it is not', async () => {
    const dir = newDir();
    const file = join(dir, 'api', 'prod', 'access.1.log');
    mkdirSync(dirname(file), { recursive: true });
    symlinkSync('/dev/full', file);
    const { logs, troubles } = openLogs(dir);
    for (let round = 0; round < 3; round++) {
      logs.write('access', 'api', 'prod', 'a\n');
      logs.write('access', 'api', 'prod', 'b\n');
      await logs.flush();
    }
    expect(logs.dropped.access).toBe(6);
    expect(troubles).toEqual([expect.stringContaining('ENOSPC')]);
    rmSync(file);
    logs.write('access', 'api', 'prod', 'c\n');
    await logs.flush();
    expect(read(file)).toBe('c\n');
    expect(troubles).toHaveLength(2);
  });

  it('keeps names inside its folder', async () => {
    const dir = newDir();
    const { logs } = openLogs(join(dir, 'logs'));
    logs.write('access', '../..', '..', 'x\n');
    await logs.flush();
    expect(readdirSync(dir)).toEqual(['logs']);
    expect(read(dir, 'logs', '_____', '__', 'access.1.log')).toBe('x\n');
  });
});

describe('LogFile', () => {
  const rotation = { maxFileBytes: 10, keptFiles: 2 };

  it('rotates by size and keeps so many', async () => {
    const path = join(newDir(), 'log');
    const file = new LogFile(path, rotation);
    for (let i = 0; i < 5; i++) await file.append(Buffer.from(`line number ${i}\n`));
    await file.close();
    expect([read(path), read(`${path}.1`), read(`${path}.2`)]).toEqual([
      'line number 4\n',
      'line number 3\n',
      'line number 2\n',
    ]);
    expect(existsSync(`${path}.3`)).toBe(false);
  });

  it('appends to what a former process left, on a new line', async () => {
    const path = join(newDir(), 'log');
    writeFileSync(path, 'whole\nhal');
    const file = new LogFile(path, { ...rotation, maxFileBytes: 1000 });
    await file.append(Buffer.from('next\n'));
    await file.append(Buffer.from('more\n'));
    await file.close();
    expect(read(path)).toBe('whole\nhal\nnext\nmore\n');
  });

  it('opens a new file when another program took it away', async () => {
    const path = join(newDir(), 'log');
    const now = performance.now;
    cleanUps.push(() => {
      performance.now = now;
    });
    const file = new LogFile(path, { ...rotation, maxFileBytes: 1000 });
    await file.append(Buffer.from('old\n'));
    renameSync(path, `${path}.moved`);
    performance.now = () => now.call(performance) + 60_000;
    await file.append(Buffer.from('new\n'));
    await file.close();
    expect([read(path), read(`${path}.moved`)]).toEqual(['new\n', 'old\n']);
  });
});
