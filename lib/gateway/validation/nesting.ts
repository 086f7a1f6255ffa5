// How deep a JSON text nests, found without recursion and without parsing it: a few kilobytes of "[" must not be able to
// exhaust a worker's stack.

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** As Java's JSON readers limit it. */
export const MAX_NESTING = 1000;

/** Text that is not JSON may be counted wrongly: who parses it finds out. */
export function nestsDeeperThan(text: Uint8Array, limit: number): boolean {
  // Most bodies do not even have that many brackets.
  return hasMoreBracketsThan(text, limit) && deepest(text, limit) > limit;
}

function hasMoreBracketsThan(text: Uint8Array, limit: number): boolean {
  const { length } = text;
  if (length <= limit) return false;
  let count = 0;
  // "[" and "{" differ in one bit.
  for (let i = 0; i < length; i++) if (((text[i] as number) & 0xdf) === 0x5b) count += 1;
  return count > limit;
}

function deepest(text: Uint8Array, limit: number): number {
  let depth = 0;
  let isString = false;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] as number;
    if (byte === QUOTE) isString = !isString;
    else if (isString) {
      if (byte === BACKSLASH) i += 1;
    } else if ((byte & 0xdf) === 0x5b) {
      depth += 1;
      if (depth > limit) return depth;
    } else if ((byte & 0xdf) === 0x5d) depth -= 1;
  }
  return depth;
}
