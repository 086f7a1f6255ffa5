import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from './client';

/** Everything derived from the master key. The key itself never leaves this module. */
export interface Secrets {
  /** AES-256-GCM; `context` (a row's id) is authenticated, so a sealed value can't be moved to another row. */
  seal(plaintext: string, context: string): string;
  open(sealed: string, context: string): string;
  /** Base64url HMAC-SHA-256: how a key's row is found by the value a client sends. */
  hashApiKey(value: string): string;
  /** The HMAC key of hashApiKey: gateway workers get this and nothing else. */
  readonly keyLookupSecret: Buffer;
  /** For next-auth where NEXTAUTH_SECRET is not set. */
  readonly sessionSecret: string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1';
const CHECK_SETTING = 'master-key-check';

/** Takes the key from the environment, else from the data dir's file, made at the first start and readable by its owner alone. */
export function openSecrets(options: Readonly<{ dataDir: string; masterKey?: string | undefined }>): Secrets {
  const masterKey =
    options.masterKey === undefined ? fileKey(options.dataDir) : parseKey(options.masterKey, 'GATEHOUSE_MASTER_KEY');
  const sealKey = derive(masterKey, 'seal');
  const keyLookupSecret = derive(masterKey, 'api-key-lookup');
  return {
    seal: (plaintext, context) => seal(sealKey, plaintext, context),
    open: (sealed, context) => open(sealKey, sealed, context),
    hashApiKey: (value) => createHmac('sha256', keyLookupSecret).update(value).digest('base64url'),
    keyLookupSecret,
    sessionSecret: derive(masterKey, 'session').toString('base64url'),
  };
}

/**
 * Refuses a master key that is not the one this database was filled under: with it, every API key would be unknown and
 * none could be shown. The first start leaves a mark to compare with.
 */
export async function verifySecrets(db: Db, secrets: Secrets): Promise<void> {
  const mark = createHmac('sha256', secrets.keyLookupSecret).update(CHECK_SETTING).digest('base64url');
  const found = await db.setting.upsert({
    where: { key: CHECK_SETTING },
    create: { key: CHECK_SETTING, value: mark },
    update: {},
  });
  const known = Buffer.from(String(found.value));
  const own = Buffer.from(mark);
  if (known.length === own.length && timingSafeEqual(known, own)) return;
  throw new Error(
    'The master key is not the one this database was made with, so no API key could be read. Put back the file “master-key” of the data dir (or GATEHOUSE_MASTER_KEY) that belongs to this database.',
  );
}

function seal(key: Buffer, plaintext: string, context: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${FORMAT}.${sealed.toString('base64url')}`;
}

function open(key: Buffer, sealed: string, context: string): string {
  const [format, text] = sealed.split('.');
  const bytes = Buffer.from(text ?? '', 'base64url');
  if (format !== FORMAT || bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('Not a sealed value.');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
}

const derive = (masterKey: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, 'gatehouse', purpose, KEY_BYTES));

function fileKey(dataDir: string): Buffer {
  const file = join(dataDir, 'master-key');
  const found = readKey(file);
  if (found) return found;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // Two processes may start at once: whoever links first decides, and nobody reads half a file.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  const made = readKey(file);
  if (!made) throw new Error(`The master key ${file} could not be written.`);
  return made;
}

function readKey(file: string): Buffer | undefined {
  try {
    return parseKey(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseKey(text: string, source: string): Buffer {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, /^[0-9a-fA-F]{64}$/.test(trimmed) ? 'hex' : 'base64');
  if (key.length === KEY_BYTES && /^[A-Za-z0-9+/_=-]+$/.test(trimmed)) return key;
  throw new Error(
    `${source} must hold 32 bytes in base64 or hexadecimal. Make one with: node -e "console.log(require('crypto').randomBytes(32).toString('base64'))"`,
  );
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
