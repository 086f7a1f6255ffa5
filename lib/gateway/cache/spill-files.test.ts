import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SpillFiles, type SpillFilesOptions } from './spill-files';
import { PENDING_BYTES, type SpillSlot } from './spill-store';

const MIB = 1_048_576;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-spill-'));
  cleanUps.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

function given(options: Partial<SpillFilesOptions> = {}) {
  const dir = join(newDir(), 'cache');
  const troubles: string[] = [];
  const files = new SpillFiles({ dir, maxBytes: 64 * MIB, onTrouble: (text) => troubles.push(text), ...options });
  cleanUps.push(() => files.close());
  const lost: string[] = [];
  const write = (name: string, bytes: Buffer): SpillSlot | undefined =>
    files.write({ lost: () => lost.push(name) }, bytes);
  return { dir, files, troubles, lost, write };
}

const required = (slot: SpillSlot | undefined): SpillSlot => {
  if (slot === undefined) throw new Error('It was not taken.');
  return slot;
};

it('gives back what it was given, before and after it is written', async () => {
  const { files, write } = given();
  const all = Array.from({ length: 500 }, (_, i) => Buffer.alloc(i * 37, i & 255));
  const slots = all.map((bytes, i) => required(write(String(i), bytes)));
  expect(await files.read(required(slots[7]))).toEqual(all[7]);
  await files.settled();
  expect(files.stats()).toMatchObject({ pendingBytes: 0, refused: 0, isFailing: false });
  for (const [i, slot] of slots.entries()) expect((await files.read(slot))?.equals(all[i] as Buffer)).toBe(true);
});

it('leaves no names behind, so that no crash leaves a file', async () => {
  const { dir, files, write } = given();
  const slot = required(write('a', Buffer.from('entry')));
  await files.settled();
  expect(readdirSync(dir)).toEqual([]);
  expect((await files.read(slot))?.toString()).toBe('entry');
});

it('deletes what a process left that ended at the wrong moment', async () => {
  const dir = newDir();
  writeFileSync(join(dir, '4711-1'), 'left');
  const { files, write } = given({ dir });
  write('a', Buffer.from('entry'));
  await files.settled();
  expect(readdirSync(dir)).toEqual([]);
});

it('never takes more than its size: the oldest file makes room, and its owners are told', async () => {
  const { files, write, lost } = given({ maxBytes: 8 * MIB });
  const slots: SpillSlot[] = [];
  for (let i = 0; i < 40; i++) {
    slots.push(required(write(String(i), Buffer.alloc(MIB / 2, i))));
    await files.settled();
    expect(files.stats().bytes).toBeLessThanOrEqual(8 * MIB);
  }
  expect(lost.slice(0, 8)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  const kept = slots.length - lost.length;
  expect(kept).toBeGreaterThanOrEqual(12);
  expect((await files.read(required(slots.at(-1))))?.equals(Buffer.alloc(MIB / 2, 39))).toBe(true);
  expect(await files.read(required(slots[0]))).toBeUndefined();
});

it('gives a file’s room back once nothing in it is wanted', async () => {
  const { files, write } = given({ maxBytes: 8 * MIB });
  const slots = [1, 2, 3, 4, 5].map((i) => required(write(String(i), Buffer.alloc(MIB / 2))));
  await files.settled();
  const before = files.stats().bytes;
  for (const slot of slots.slice(0, 4)) files.free(slot);
  expect(files.stats().bytes).toBe(before - 2 * MIB);
});

it('refuses what the disk is too slow for', () => {
  const { files, write } = given();
  for (let i = 0; i < PENDING_BYTES / MIB; i++) expect(write(String(i), Buffer.alloc(MIB))).toBeDefined();
  expect(write('more', Buffer.alloc(1))).toBeUndefined();
  expect(files.stats().refused).toBe(1);
});

describe('what goes wrong is a miss', () => {
  it('a full disk: entries are lost, it is said once, and tried again after a while', async () => {
    let nowMs = 0;
    let isFull = true;
    const { files, troubles, lost, write } = given({
      nowMs: () => nowMs,
      openFile: (path): Promise<FileHandle> => (isFull ? open('/dev/full', 'r+') : open(path, 'wx+')),
    });
    const slot = required(write('a', Buffer.from('entry')));
    await files.settled();
    expect(lost).toEqual(['a']);
    expect(await files.read(slot)).toBeUndefined();
    expect(write('b', Buffer.from('entry'))).toBeUndefined();
    nowMs = 10_000;
    expect(write('c', Buffer.from('entry'))).toBeDefined();
    await files.settled();
    expect(troubles).toEqual([expect.stringContaining('ENOSPC')]);
    expect(files.stats()).toMatchObject({ bytes: 0, pendingBytes: 0, isFailing: true });
    isFull = false;
    nowMs = 20_000;
    const again = required(write('d', Buffer.from('entry')));
    await files.settled();
    expect((await files.read(again))?.toString()).toBe('entry');
    expect(troubles).toHaveLength(2);
    expect(files.stats().isFailing).toBe(false);
  });

  it('a folder that can’t be made', async () => {
    const dir = newDir();
    writeFileSync(join(dir, 'file'), '');
    const { files, lost, write } = given({ dir: join(dir, 'file', 'cache') });
    write('a', Buffer.from('entry'));
    await files.settled();
    expect(lost).toEqual(['a']);
  });

  it('bytes that changed on disk, or are missing', async () => {
    const path = join(newDir(), 'named');
    const { files, write } = given({ openFile: () => open(path, 'w+') });
    const [first, second] = [required(write('a', Buffer.from('entry'))), required(write('b', Buffer.from('other')))];
    await files.settled();
    writeFileSync(path, 'entrz');
    expect(await files.read(first)).toBeUndefined();
    expect(await files.read(second)).toBeUndefined();
  });

  it('a file that was closed', async () => {
    const { files, write } = given();
    const slot = required(write('a', Buffer.from('entry')));
    await files.close();
    expect(await files.read(slot)).toBeUndefined();
    expect(write('b', Buffer.from('entry'))).toBeUndefined();
  });
});
