// Log-linear histogram of whole microseconds: exact below 64, then 32 equal sub-buckets per power of two.
// A bucket [low, low + width) has width ≤ low / 32, so its midpoint is within 1/64 = 1.5625 % of every value in it.

const SUB_BUCKET_BITS = 5;
const BLOCK = 1 << SUB_BUCKET_BITS;
export const MAX_RECORDABLE_US = 2 ** 31 - 1;
const FORMAT_VERSION = 1;

export function bucketOf(valueUs: number): number {
  if (valueUs < 2 * BLOCK) return valueUs;
  const shift = 31 - Math.clz32(valueUs) - SUB_BUCKET_BITS;
  return (shift << SUB_BUCKET_BITS) + (valueUs >>> shift);
}

export function bucketLow(bucket: number): number {
  const shift = bucketShift(bucket);
  return (bucket - (shift << SUB_BUCKET_BITS)) * 2 ** shift;
}

/** What a value in this bucket is reported as. */
export function bucketMidpoint(bucket: number): number {
  return bucketLow(bucket) + (2 ** bucketShift(bucket) - 1) / 2;
}

const bucketShift = (bucket: number): number => (bucket < 2 * BLOCK ? 0 : (bucket >>> SUB_BUCKET_BITS) - 1);

/** Recording allocates only when a value falls outside the span of buckets seen so far. */
export class Histogram {
  #first = 0;
  #counts = new Float64Array(0);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /** Takes any number: negative and NaN count as 0, fractions are dropped. */
  record(valueUs: number): void {
    this.#add(bucketOf(valueUs > 0 ? Math.min(valueUs, MAX_RECORDABLE_US) | 0 : 0), 1);
  }

  merge(other: Histogram): void {
    const counts = other.#counts;
    for (let i = 0; i < counts.length; i++) {
      const count = counts[i] ?? 0;
      if (count > 0) this.#add(other.#first + i, count);
    }
  }

  /** Empties it but keeps its memory. */
  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** Nearest rank: the value that at least `percent` of all values do not exceed, within 1.5625 %. 0 when empty. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#total));
    let seen = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      seen += this.#counts[i] ?? 0;
      if (seen >= rank) return bucketMidpoint(this.#first + i);
    }
    return 0;
  }

  /** Visits buckets with values in rising order. */
  visit(visitor: (bucket: number, count: number) => void): void {
    for (let i = 0; i < this.#counts.length; i++) {
      const count = this.#counts[i] ?? 0;
      if (count > 0) visitor(this.#first + i, count);
    }
  }

  /** Version byte, then per bucket with values: distance from the bucket before and count, as LEB128 numbers. */
  encode(): Uint8Array<ArrayBuffer> {
    const bytes: number[] = [FORMAT_VERSION];
    let before = 0;
    this.visit((bucket, count) => {
      pushVarint(bytes, bucket - before);
      pushVarint(bytes, count);
      before = bucket;
    });
    return Uint8Array.from(bytes);
  }

  static decode(bytes: Uint8Array): Histogram {
    const histogram = new Histogram();
    histogram.mergeEncoded(bytes);
    return histogram;
  }

  /** Adds an encoded histogram without building it. Empty bytes add nothing; a damaged tail is refused. */
  mergeEncoded(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (bytes[0] !== FORMAT_VERSION) throw new Error(`Histogram format ${bytes[0]} is not known.`);
    let at = 1;
    let bucket = 0;
    const next = (): number => {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        const byte = bytes[at++];
        if (byte === undefined) throw new Error('Histogram ends in the middle of a number.');
        value += (byte & 127) * scale;
        if (byte < 128) return value;
      }
    };
    const last = bucketOf(MAX_RECORDABLE_US);
    while (at < bytes.length) {
      bucket += next();
      if (bucket > last) throw new Error(`Histogram names bucket ${bucket}, past the last one.`);
      this.#add(bucket, next());
    }
  }

  #add(bucket: number, count: number): void {
    let i = bucket - this.#first;
    if (i < 0 || i >= this.#counts.length) {
      this.#widen(bucket);
      i = bucket - this.#first;
    }
    this.#counts[i] = (this.#counts[i] ?? 0) + count;
    this.#total += count;
  }

  #widen(bucket: number): void {
    const block = bucket - (bucket % BLOCK);
    const isNew = this.#counts.length === 0;
    const first = isNew ? block : Math.min(this.#first, block);
    const end = Math.max(isNew ? 0 : this.#first + this.#counts.length, block + BLOCK);
    const wider = new Float64Array(end - first);
    if (!isNew) wider.set(this.#counts, this.#first - first);
    this.#counts = wider;
    this.#first = first;
  }
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
