// Takes secrets out of a trace before it leaves the worker. What is secret is found in the request's and answers' own
// parts (headers, parameters, JSON members); its values are then taken out wherever they turn up again: in mapped headers,
// rendered templates, events of functions, error messages.
import { isUtf8 } from 'node:buffer';
import type { TraceSettings } from '../model';

export const MASK = '********';

/** Values of credentials are not for reading over a shoulder. */
const ALWAYS_SECRET: readonly string[] = [
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-amz-security-token',
  'x-amz-signature',
  'x-api-key',
  'x-gatehouse-debug',
  'x-gatehouse-function-secret',
];

/** Shorter ones are masked in their place only: "1" elsewhere is another 1. */
const MIN_SECRET_LENGTH = 4;
const MAX_SECRETS = 500;
const MAX_JSON_DEPTH = 200;
/** Members looked at in one body: ".." looks at everything, again and again. */
const MAX_STEPS = 200_000;
const WITHHELD = '(not kept: this stage masks parts of bodies, and this one is no whole JSON)';

type Segment = { readonly kind: 'name'; readonly name: string } | { readonly kind: 'any' } | { readonly kind: 'deep' };

/** What a stage keeps out of its traces. */
export class TraceMask {
  readonly #names: ReadonlySet<string>;
  readonly paths: readonly (readonly Segment[])[];
  /** The owner masks something: what can't be looked into is not kept. */
  readonly isStrict: boolean;

  /** `credentialNames`: of headers and parameters that authorizers read. */
  constructor(
    settings: Pick<TraceSettings, 'maskedNames' | 'maskedJsonPaths'> | undefined,
    credentialNames: readonly string[] = [],
  ) {
    const { maskedNames = [], maskedJsonPaths = [] } = settings ?? {};
    this.#names = new Set([
      ...ALWAYS_SECRET,
      ...[...credentialNames, ...maskedNames].map((name) => name.toLowerCase()),
    ]);
    const paths = maskedJsonPaths.map(parseMaskPath);
    this.paths = paths.filter((path) => path !== undefined);
    this.isStrict = maskedNames.length > 0 || maskedJsonPaths.length > 0;
  }

  isSecret(name: string): boolean {
    return this.#names.has(name.toLowerCase());
  }
}

/** $.a.b, $['a'], $[0], $[*], $.*, $..a. Undefined: nothing of the kind. */
export function parseMaskPath(text: string): readonly Segment[] | undefined {
  if (!text.startsWith('$')) return undefined;
  const segments: Segment[] = [];
  let rest = text.slice(1);
  while (rest !== '') {
    const match = /^(?:(\.\.)|\.)(?:([\w$-]+)|(\*))|^\[(?:(\*)|(\d+)|'([^']+)'|"([^"]+)")\]/.exec(rest);
    if (match === null) return undefined;
    const [all, deep, dotted, star, bracketStar, index, single, double] = match;
    if (deep !== undefined) segments.push({ kind: 'deep' });
    const name = dotted ?? index ?? single ?? double;
    if (star !== undefined || bracketStar !== undefined) segments.push({ kind: 'any' });
    else if (name !== undefined) segments.push({ kind: 'name', name });
    rest = rest.slice(all.length);
  }
  return segments.length === 0 ? undefined : segments;
}

/** Of one request. Learn all there is to learn before anything is masked. */
export class Redactor {
  readonly #mask: TraceMask;
  readonly #secrets = new Set<string>();
  readonly #bodies = new Map<Buffer, string>();
  #longestFirst: readonly string[] | null = null;
  #steps = MAX_STEPS;

  constructor(mask: TraceMask) {
    this.#mask = mask;
  }

  /** Name, value, name, value … of headers or parameters. */
  learnPairs(pairs: readonly string[]): void {
    for (let i = 0; i < pairs.length; i += 2) {
      const value = pairs[i + 1] ?? '';
      if (!this.#mask.isSecret(pairs[i] ?? '')) continue;
      this.#learn(value);
      // "Bearer …", "a=…; b=…": its parts turn up alone.
      for (const part of value.split(/[\s;,]+|=(?=.)/)) if (part.length >= 8) this.#learn(part);
    }
  }

  learnBody(bytes: Buffer): void {
    if (!this.#bodies.has(bytes)) this.#bodies.set(bytes, this.#bodyText(bytes));
  }

  text(text: string): string {
    this.#longestFirst ??= this.#allForms();
    let result = text;
    for (const secret of this.#longestFirst) if (result.includes(secret)) result = result.replaceAll(secret, MASK);
    return result;
  }

  pairs(pairs: readonly string[]): string {
    const lines: string[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const name = pairs[i] ?? '';
      const value = pairs[i + 1] ?? '';
      const isSecret = this.#mask.isSecret(name) || this.#secrets.has(value);
      lines.push(`${this.text(name)}: ${isSecret ? MASK : this.text(value)}`);
    }
    return lines.join('\n');
  }

  /** Name, value, name, value … as they came, with the secret ones masked. */
  list(pairs: readonly string[]): string[] {
    return pairs.map((it, i) => (i % 2 === 1 && this.#mask.isSecret(pairs[i - 1] ?? '') ? MASK : this.text(it)));
  }

  query(query: string): string {
    const parts = query.split('&').map((part) => {
      const equals = part.indexOf('=');
      if (equals === -1) return part;
      return this.#mask.isSecret(decoded(part.slice(0, equals))) ? `${part.slice(0, equals)}=${MASK}` : part;
    });
    return this.text(parts.join('&'));
  }

  body(bytes: Buffer): string {
    return this.text(this.#bodies.get(bytes) ?? this.#bodyText(bytes));
  }

  #bodyText(bytes: Buffer): string {
    // What was cut in the middle of a character is still text.
    if (!isUtf8(bytes) && !isUtf8(bytes.subarray(0, Math.max(0, bytes.length - 3)))) {
      return `(${bytes.length} bytes that are no text)`;
    }
    const text = bytes.toString('utf8');
    const json = parsed(text);
    if (json !== undefined) return this.#maskedDocument(json, text);
    if (/^[^=&\s{}[\]<>]+=[^\s]*$/.test(text)) {
      const pairs = text.split('&').flatMap((part) => {
        const equals = part.indexOf('=');
        return equals === -1 ? [part, ''] : [decoded(part.slice(0, equals)), decoded(part.slice(equals + 1))];
      });
      this.learnPairs(pairs);
      return this.query(text);
    }
    return this.#mask.isStrict && /^\s*[[{"]/.test(text) ? WITHHELD : text;
  }

  #maskedDocument(document: { value: unknown }, text: string): string {
    this.#steps = MAX_STEPS;
    try {
      return this.#maskJson(document) ? JSON.stringify(document.value) : text;
    } catch {
      // Too much of it to look through, or too deep to be written again.
      return WITHHELD;
    }
  }

  /** True: something was masked in it. */
  #maskJson(document: { value: unknown }): boolean {
    let hasMasked = this.#maskNames(document, 'value', 0);
    for (const path of this.#mask.paths) hasMasked = this.#maskPath(document, 'value', path, 0, 0) || hasMasked;
    return hasMasked;
  }

  /** Members with a secret name, and documents in text: a function's event holds the body so. */
  #maskNames(holder: object, key: string, depth: number): boolean {
    this.#step();
    const value: unknown = Reflect.get(holder, key);
    if (depth > MAX_JSON_DEPTH) return this.#maskAt(holder, key);
    if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
      const inner = parsed(value);
      if (inner === undefined || !this.#maskJson(inner)) return false;
      Reflect.set(holder, key, JSON.stringify(inner.value));
      return true;
    }
    if (typeof value !== 'object' || value === null) return false;
    let hasMasked = false;
    for (const name of Object.keys(value)) {
      const isSecret = !Array.isArray(value) && this.#mask.isSecret(name);
      hasMasked = (isSecret ? this.#maskAt(value, name) : this.#maskNames(value, name, depth + 1)) || hasMasked;
    }
    return hasMasked;
  }

  #maskPath(holder: object, key: string, path: readonly Segment[], at: number, depth: number): boolean {
    this.#step();
    const segment = path[at];
    if (segment === undefined) return this.#maskAt(holder, key);
    const value: unknown = Reflect.get(holder, key);
    if (typeof value !== 'object' || value === null || depth > MAX_JSON_DEPTH) return false;
    let hasMasked = false;
    if (segment.kind === 'deep') {
      hasMasked = this.#maskPath(holder, key, path, at + 1, depth);
      for (const name of Object.keys(value)) hasMasked = this.#maskPath(value, name, path, at, depth + 1) || hasMasked;
      return hasMasked;
    }
    if (segment.kind === 'name') {
      return Object.hasOwn(value, segment.name) && this.#maskPath(value, segment.name, path, at + 1, depth + 1);
    }
    for (const name of Object.keys(value))
      hasMasked = this.#maskPath(value, name, path, at + 1, depth + 1) || hasMasked;
    return hasMasked;
  }

  #step(): void {
    this.#steps -= 1;
    if (this.#steps < 0) throw new Error('The paths of the mask take too many steps.');
  }

  #maskAt(holder: object, key: string): boolean {
    this.#learnAll(Reflect.get(holder, key), 0);
    Reflect.set(holder, key, MASK);
    return true;
  }

  #learnAll(value: unknown, depth: number): void {
    if (typeof value === 'string' || typeof value === 'number') this.#learn(String(value));
    else if (typeof value === 'object' && value !== null && depth < MAX_JSON_DEPTH) {
      for (const inner of Object.values(value)) this.#learnAll(inner, depth + 1);
    }
  }

  #learn(value: string): void {
    if (value === '' || value === MASK || this.#secrets.size >= MAX_SECRETS) return;
    this.#secrets.add(value);
    this.#longestFirst = null;
  }

  /** As they are, in JSON, in JSON within JSON, and in URLs. */
  #allForms(): readonly string[] {
    const forms = new Set<string>();
    for (const secret of this.#secrets) {
      if (secret.length < MIN_SECRET_LENGTH) continue;
      const quoted = inJson(secret);
      for (const form of [secret, quoted, inJson(quoted), encoded(secret), encoded(secret).replaceAll('%20', '+')]) {
        forms.add(form);
      }
    }
    return [...forms].sort((a, b) => b.length - a.length);
  }
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

function encoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
