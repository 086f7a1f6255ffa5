import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LogStore } from './log-store';

const DAY_MS = 24 * 3600 * 1000;
const NOW = Date.parse('2026-03-20T00:00:00Z');
let dir: string;
let logs: LogStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'gatehouse-store-'));
  logs = new LogStore(dir);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function file(path: string, bytes: number, daysAgo: number): void {
  const full = join(dir, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, 'x'.repeat(bytes));
  const at = new Date(NOW - daysAgo * DAY_MS);
  utimesSync(full, at, at);
}
const left = (...path: string[]): string[] => readdirSync(join(dir, ...path)).sort();

it('what is older than the stage keeps is removed, files being written too once nobody writes them', async () => {
  file('api/prod/access.1.log', 10, 0);
  file('api/prod/access.1.log.1', 10, 2.9);
  file('api/prod/access.1.log.2', 10, 3.1);
  file('api/prod/execution.2.log', 10, 3.1);
  file('api/prod/notes.txt', 10, 99);
  file('api/prod/Canary/access.1.log', 10, 4);
  file('api/test/access.1.log.1', 10, 13);
  file('gone/prod/access.1.log', 10, 15);
  await logs.trim([{ restApiId: 'api', stageName: 'prod', days: 3, maxBytes: 1000 }], NOW);
  expect(left('api', 'prod')).toEqual(['access.1.log', 'access.1.log.1', 'notes.txt']);
  expect(left('api', 'test')).toEqual(['access.1.log.1']);
  expect(existsSync(join(dir, 'gone'))).toBe(false);
});

it('the oldest go until the rest fits, over both logs and the canary’s', async () => {
  file('api/prod/access.1.log', 500, 0);
  file('api/prod/access.1.log.1', 100, 1);
  file('api/prod/execution.1.log.1', 100, 2);
  file('api/prod/Canary/execution.1.log.1', 100, 3);
  file('api/prod/access.1.log.2', 100, 4);
  await logs.trim([{ restApiId: 'api', stageName: 'prod', days: 30, maxBytes: 700 }], NOW);
  expect(left('api', 'prod')).toEqual(['access.1.log', 'access.1.log.1', 'execution.1.log.1']);
  await logs.trim([{ restApiId: 'api', stageName: 'prod', days: 30, maxBytes: 1 }], NOW);
  expect(left('api', 'prod')).toEqual(['access.1.log']);
});

it('gateways that share a folder know it by one id', async () => {
  const other = new LogStore(dir);
  await Promise.all([logs.open(), other.open()]);
  expect(logs.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(other.id).toBe(logs.id);
  await logs.trim([], NOW);
  expect(left()).toEqual(['.id']);
});
