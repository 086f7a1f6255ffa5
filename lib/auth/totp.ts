// One-time codes of authenticator apps: RFC 6238 with what all of them take (SHA-1, six digits, 30 seconds).
import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** Crockford's alphabet: no letters that are read as digits. */
const RECOVERY_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const RECOVERY_LENGTH = 16;
const RECOVERY_CODES = 10;

/** 160 bits in base32, as people may have to type it. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the QR code says. */
export const totpUri = (secret: string, email: string): string => generator(secret, email).toString();

/** The step whose code this is; null when it is none of now, the step before or the one after (clocks differ). */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const timestamp = now.getTime();
  const delta = generator(secret, '').validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

export const codeAt = (secret: string, now: Date): string =>
  generator(secret, '').generate({ timestamp: now.getTime() });

/** Ten of 80 bits: too many to guess, so a plain hash keeps them. */
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newRecoveryCode);

/** However it was typed: case, spaces and dashes do not matter. */
export function hashRecoveryCode(userId: string, code: string): string {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return createHash('sha256').update(`recovery:${userId}:${plain}`).digest('base64url');
}

function newRecoveryCode(): string {
  const letters = Array.from({ length: RECOVERY_LENGTH }, () => RECOVERY_ALPHABET[randomInt(RECOVERY_ALPHABET.length)]);
  return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-');
}

const generator = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Gatehouse', label, period: PERIOD_SECONDS, digits: 6, algorithm: 'SHA1', secret });
