// JSON objects as tokens and keys hold them. A name that stands there twice means one thing to one reader and another to the
// next (RFC 7519 section 4 lets us refuse it), so it is refused at every depth.

export type JsonRecord = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 32;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Undefined: it is no JSON object, or one that two readers may read differently. The caller limits its size. */
export function parseStrictObject(text: string): JsonRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isRecord(value) && hasOwnNames(text) ? value : undefined;
}

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `text` is known to be JSON. */
function hasOwnNames(text: string): boolean {
  // Of each object and array that is open: the names seen; null for arrays.
  const open: (Set<string> | null)[] = [];
  let names: Set<string> | null = null;
  let isName = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case OPEN_BRACE:
        names = new Set();
        if (open.push(names) > MAX_DEPTH) return false;
        isName = true;
        break;
      case OPEN_BRACKET:
        names = null;
        if (open.push(names) > MAX_DEPTH) return false;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        names = open.at(-1) ?? null;
        isName = false;
        break;
      case COMMA:
        isName = names !== null;
        break;
      case COLON:
        isName = false;
        break;
      case QUOTE: {
        const end = endOfString(text, at);
        if (isName && names !== null) {
          const raw = text.slice(at + 1, end);
          const name = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
          // Would not be a member like others in what JSON.parse made of it.
          if (name === '__proto__' || names.has(name)) return false;
          names.add(name);
        }
        at = end;
        break;
      }
    }
  }
  return true;
}

/** The closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    at += code === BACKSLASH ? 2 : 1;
  }
}
