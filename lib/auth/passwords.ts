import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** 32 MiB and some 80 ms per guess. Kept in each hash, so raising it leaves older passwords valid. */
const COST = { ln: 15, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** PHC string: $scrypt$ln=15,r=8,p=1$salt$hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, HASH_BYTES, COST);
  return `$scrypt$ln=${COST.ln},r=${COST.r},p=${COST.p}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** For people without a password (or who do not exist) it does the same work and says no: time tells nothing. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const match = PHC.exec(stored ?? '');
  const cost = match ? { ln: Number(match[1]), r: Number(match[2]), p: Number(match[3]) } : COST;
  const salt = match?.[4] ? Buffer.from(match[4], 'base64') : Buffer.alloc(SALT_BYTES);
  const expected = match?.[5] ? Buffer.from(match[5], 'base64') : Buffer.alloc(HASH_BYTES);
  const actual = await derive(password, salt, expected.length, cost);
  return timingSafeEqual(actual, expected) && match !== null;
}

function derive(password: string, salt: Buffer, length: number, cost: typeof COST): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** cost.ln, r: cost.r, p: cost.p, maxmem: 256 * 2 ** cost.ln * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
