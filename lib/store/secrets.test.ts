import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openSecrets } from './secrets';

const dirs: string[] = [];
function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-secrets-'));
  dirs.push(dir);
  return dir;
}
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

it('makes the master key once, for its owner’s eyes alone', () => {
  const dataDir = join(newDir(), 'data');
  const first = openSecrets({ dataDir });
  expect(statSync(join(dataDir, 'master-key')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['master-key']);
  const second = openSecrets({ dataDir });
  expect(second.hashApiKey('x')).toBe(first.hashApiKey('x'));
  expect(second.open(first.seal('value', 'row'), 'row')).toBe('value');
});

it('takes the key from the environment in base64 and hexadecimal', () => {
  const dataDir = newDir();
  const key = Buffer.alloc(32, 7);
  const hashes = [key.toString('base64'), key.toString('base64url'), key.toString('hex')].map((masterKey) =>
    openSecrets({ dataDir, masterKey }).hashApiKey('x'),
  );
  expect(new Set(hashes).size).toBe(1);
  expect(readdirSync(dataDir)).toEqual([]);
});

it('says what is wrong with a key that is not one', () => {
  expect(() => openSecrets({ dataDir: newDir(), masterKey: 'hunter2' })).toThrow(
    'GATEHOUSE_MASTER_KEY must hold 32 bytes',
  );
  const dataDir = newDir();
  writeFileSync(join(dataDir, 'master-key'), 'damaged');
  expect(() => openSecrets({ dataDir })).toThrow('master-key must hold 32 bytes');
});

it('seals differently each time, and opens only what is whole and in its place', () => {
  const secrets = openSecrets({ dataDir: newDir() });
  const sealed = secrets.seal('secret value', 'row 1');
  expect(secrets.seal('secret value', 'row 1')).not.toBe(sealed);
  expect(sealed).not.toContain('secret');
  expect(() => secrets.open(sealed, 'row 2')).toThrow();
  expect(() => secrets.open(`${sealed.slice(0, -4)}${sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`, 'row 1')).toThrow();
  expect(() => secrets.open('v1.', 'row 1')).toThrow('Not a sealed value');
  expect(() => openSecrets({ dataDir: newDir() }).open(sealed, 'row 1')).toThrow();
});

it('gives each purpose a key of its own', () => {
  const dataDir = newDir();
  const secrets = openSecrets({ dataDir });
  const master = readFileSync(join(dataDir, 'master-key'), 'utf8').trim();
  expect(new Set([master, secrets.keyLookupSecret.toString('base64url'), secrets.sessionSecret]).size).toBe(3);
});
