// Entries of methods with cacheDataEncrypted: AES-256-GCM under a key that exists in this process only and dies with it.
import { type CipherGCMTypes, createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const ALGORITHM: CipherGCMTypes = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
export const SEAL_BYTES = IV_BYTES + TAG_BYTES;

export class EntryCipher {
  readonly #key = randomBytes(32);
  readonly #nameKey = randomBytes(32);
  /** Never the same twice under one key: random once, then counted. */
  readonly #iv = Buffer.concat([randomBytes(4), Buffer.alloc(8)]);
  #count = 0n;

  /** A cache key holds what clients sent: the index keeps a digest of it instead. */
  hideKey(key: string): string {
    return createHmac('sha256', this.#nameKey).update(key).digest('base64');
  }

  /** Bound to its key: an entry can't be passed off as another's. */
  seal(plain: Buffer, key: string): Buffer {
    this.#count += 1n;
    this.#iv.writeBigUInt64BE(this.#count, 4);
    const cipher = createCipheriv(ALGORITHM, this.#key, this.#iv).setAAD(Buffer.from(key));
    const sealed = Buffer.allocUnsafeSlow(plain.length + SEAL_BYTES);
    this.#iv.copy(sealed, 0);
    cipher.update(plain).copy(sealed, SEAL_BYTES);
    cipher.final();
    cipher.getAuthTag().copy(sealed, IV_BYTES);
    return sealed;
  }

  /** Undefined: it was changed, or is another's. */
  open(sealed: Buffer, key: string): Buffer | undefined {
    if (sealed.length < SEAL_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, this.#key, sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(key))
      .setAuthTag(sealed.subarray(IV_BYTES, SEAL_BYTES));
    try {
      const plain = decipher.update(sealed.subarray(SEAL_BYTES));
      decipher.final();
      return plain;
    } catch {
      return undefined;
    }
  }
}
