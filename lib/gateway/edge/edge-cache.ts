// A shared cache by RFC 9111 that keeps only what says for how long it may be kept, and nothing that was meant for one
// caller. The region says which routes are open (edge-trust): an answer of a route that asks for a key or a signature must
// not reach those who have none, whatever its Cache-Control says.
import { headerValue, headerValues } from '../http/headers';
import type { HeaderList } from '../http/message';

export const MAX_ENTRY_BYTES = 1_048_576;
/** Of an entry beside its body, roughly. */
const ENTRY_OVERHEAD_BYTES = 1_024;
const MAX_VARIANTS = 32;
const STORED_STATUS: ReadonlySet<number> = new Set([200, 203, 301, 404, 410]);

export interface EdgeEntry {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** The request headers it depends on, in lower case, with their values then. */
  readonly vary: readonly (readonly [string, string])[];
  /** Epoch ms; by the origin's own count of its age. */
  readonly bornAtMs: number;
  readonly freshUntilMs: number;
}

/** Whether a request's answer may come from here, or be kept here. */
export const isCacheable = (method: string, headers: HeaderList): boolean =>
  (method === 'GET' || method === 'HEAD') &&
  ['authorization', 'range', 'x-api-key', 'x-gatehouse-debug'].every((it) => headerValue(headers, it) === undefined);

/** Undefined: must not be kept, or may not be for any time. */
export function lifetimeOf(
  status: number,
  headers: HeaderList,
  nowMs: number,
): { bornAtMs: number; freshUntilMs: number } | undefined {
  if (!STORED_STATUS.has(status) || headerValue(headers, 'set-cookie') !== undefined) return undefined;
  if (headerValues(headers, 'vary').join(',').includes('*')) return undefined;
  const control = directivesOf(headerValues(headers, 'cache-control').join(','));
  if (['no-store', 'private', 'no-cache'].some((it) => control.has(it))) return undefined;
  const seconds = secondsOf(control.get('s-maxage')) ?? secondsOf(control.get('max-age')) ?? expiry(headers, nowMs);
  const ageMs = 1000 * (secondsOf(headerValue(headers, 'age')) ?? 0);
  if (seconds === undefined || seconds * 1000 <= ageMs) return undefined;
  const bornAtMs = nowMs - ageMs;
  return { bornAtMs, freshUntilMs: bornAtMs + seconds * 1000 };
}

export class EdgeCache {
  /** Least recently used first. */
  readonly #byKey = new Map<string, EdgeEntry[]>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  find(key: string, headers: HeaderList): EdgeEntry | undefined {
    const variants = this.#byKey.get(key);
    if (variants === undefined) return undefined;
    this.#byKey.delete(key);
    this.#byKey.set(key, variants);
    return variants.find((entry) => isSame(entry, headers));
  }

  /** In place of what it had for such a request. */
  put(key: string, request: HeaderList, response: Omit<EdgeEntry, 'vary'>): void {
    const entry = { ...response, vary: varyOf(request, response.headers) };
    const size = sizeOf(key, entry);
    if (size > this.#maxBytes) return;
    this.remove(key, request);
    const variants = this.#byKey.get(key) ?? [];
    this.#byKey.delete(key);
    this.#byKey.set(key, variants);
    variants.push(entry);
    this.#bytes += size;
    if (variants.length > MAX_VARIANTS) this.#forget(key, variants.shift());
    for (const [oldest, entries] of this.#byKey) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#byKey.delete(oldest);
      for (const it of entries) this.#forget(oldest, it);
    }
  }

  remove(key: string, request: HeaderList): void {
    const variants = this.#byKey.get(key);
    const index = variants?.findIndex((entry) => isSame(entry, request)) ?? -1;
    if (variants === undefined || index === -1) return;
    this.#forget(key, variants.splice(index, 1)[0]);
    if (variants.length === 0) this.#byKey.delete(key);
  }

  #forget(key: string, entry: EdgeEntry | undefined): void {
    if (entry !== undefined) this.#bytes -= sizeOf(key, entry);
  }
}

const isSame = ({ vary }: EdgeEntry, headers: HeaderList): boolean =>
  vary.every(([name, value]) => requestValue(headers, name) === value);

const requestValue = (headers: HeaderList, name: string): string => headerValues(headers, name).join(', ');

const varyOf = (request: HeaderList, response: HeaderList): [string, string][] =>
  [...new Set(listOf(headerValues(response, 'vary').join(',')))].map((name) => [name, requestValue(request, name)]);

const sizeOf = (key: string, { body, headers, vary }: EdgeEntry): number =>
  ENTRY_OVERHEAD_BYTES + 2 * (key.length + headers.join('').length + vary.flat().join('').length) + body.length;

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((it) => it.trim().toLowerCase())
    .filter((it) => it !== '');

/** What can't be read as a time counts as none. */
function directivesOf(text: string): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/([a-z-]+)(?:\s*=\s*("[^"]*"|[^\s,]*))?/gi)) {
    const before = directives.get(name.toLowerCase());
    const plain = value.replaceAll('"', '');
    // Said twice in different words: the stricter reading is that it may not be kept.
    directives.set(name.toLowerCase(), before === undefined || before === plain ? plain : '0');
  }
  return directives;
}

function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,10}$/.test(text) ? Number(text) : 0;
}

function expiry(headers: HeaderList, nowMs: number): number | undefined {
  const expires = headerValue(headers, 'expires');
  if (expires === undefined) return undefined;
  const dateMs = Date.parse(headerValue(headers, 'date') ?? '');
  const seconds = (Date.parse(expires) - (Number.isNaN(dateMs) ? nowMs : dateMs)) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
}
