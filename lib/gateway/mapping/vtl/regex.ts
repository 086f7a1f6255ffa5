// Java's regex methods of strings, in linear time (RE2). What RE2 lacks, look-around and back references, is an error that says so.
import { type Matcher, RE2JS } from 're2js';
import type { Rendering } from './rendering';

const MAX_PATTERN_LENGTH = 1000;
const MAX_CACHED = 100;
const MAX_PARTS = 500_000;
/** Of one rendering, in searches for one match after the other. */
const MAX_REGEX_MS = 500;
/** Characters that make more of a pattern than its text. */
const SPECIAL = /[\\.[\]{}()<>*+\-=!?^$|]/;
/** An escaped character that stands for itself. */
const ESCAPED_LITERAL = /^\\[^A-Za-z0-9]$/;
/** Instructions of a compiled pattern that one step pays for. */
const INSTRUCTIONS_PER_STEP = 32;

/** Patterns of one template, compiled once: most are constants. */
export class RegexCache {
  readonly #compiled = new Map<string, RE2JS>();

  compiled(rendering: Rendering, pattern: string): RE2JS {
    const known = this.#compiled.get(pattern);
    if (known !== undefined) return known;
    if (pattern.length > MAX_PATTERN_LENGTH) {
      rendering.fail(`A regular expression is longer than ${MAX_PATTERN_LENGTH} characters.`);
    }
    rendering.spend(pattern.length);
    const regex = compile(rendering, pattern);
    if (this.#compiled.size >= MAX_CACHED) this.#compiled.clear();
    this.#compiled.set(pattern, regex);
    return regex;
  }
}

function compile(rendering: Rendering, pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return rendering.fail(`The regular expression ${JSON.stringify(pattern)} can't be used: ${reason}.`);
  }
}

export function matches(rendering: Rendering, text: string, pattern: string): boolean {
  return compiledFor(rendering, text, pattern).matches(text);
}

export function replaceAll(rendering: Rendering, text: string, pattern: string, replacement: string): string {
  if (!SPECIAL.test(pattern) && pattern !== '' && !/[\\$]/.test(replacement)) {
    return replaceLiteral(rendering, text, pattern, replacement);
  }
  return replaceMatches(rendering, text, pattern, replacement, Number.POSITIVE_INFINITY);
}

export function replaceFirst(rendering: Rendering, text: string, pattern: string, replacement: string): string {
  return replaceMatches(rendering, text, pattern, replacement, 1);
}

export function replaceLiteral(rendering: Rendering, text: string, from: string, to: string): string {
  const parts = splitAt(rendering, text, from);
  // Java finds the empty text before, between and behind all characters.
  if (from === '') {
    parts.unshift('');
    parts.push('');
  }
  rendering.checkLength(text.length + (parts.length - 1) * (to.length - from.length));
  return parts.join(to);
}

/** String.split: no empty parts at the end, unless the limit is negative. */
export function split(rendering: Rendering, text: string, pattern: string, limit: number): string[] {
  const parts = text === '' ? [text] : splitParts(rendering, text, pattern, limit);
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.length === 1 && parts[0] === '' && text !== '' && limit === 0 ? [] : parts;
}

function splitParts(rendering: Rendering, text: string, pattern: string, limit: number): string[] {
  const literal = literalOf(pattern);
  if (literal !== null && limit <= 0) {
    return splitAt(rendering, text, literal);
  }
  const matcher = compiledFor(rendering, text, pattern).matcher(text);
  const parts: string[] = [];
  let from = 0;
  while ((limit <= 0 || parts.length < limit - 1) && finds(rendering, matcher)) {
    rendering.step();
    // Nothing at all before the first character is no part.
    if (matcher.end() === 0) continue;
    parts.push(text.slice(from, matcher.start()));
    from = matcher.end();
  }
  parts.push(text.slice(from));
  return parts;
}

function splitAt(rendering: Rendering, text: string, separator: string): string[] {
  rendering.spendCharacters(text.length);
  const parts = text.split(separator, MAX_PARTS + 1);
  if (parts.length > MAX_PARTS) rendering.fail(`A string would fall into more than ${MAX_PARTS} parts.`);
  rendering.spend(parts.length >> 2);
  return parts;
}

function literalOf(pattern: string): string | null {
  if (ESCAPED_LITERAL.test(pattern)) return pattern.slice(1);
  return pattern !== '' && !SPECIAL.test(pattern) ? pattern : null;
}

function replaceMatches(
  rendering: Rendering,
  text: string,
  pattern: string,
  replacement: string,
  limit: number,
): string {
  const matcher = compiledFor(rendering, text, pattern).matcher(text);
  let parts: readonly ReplacementPart[] | null = null;
  let result = '';
  let from = 0;
  for (let count = 0; count < limit && finds(rendering, matcher); count++) {
    rendering.step();
    parts ??= replacementParts(rendering, replacement, matcher.groupCount());
    result += text.slice(from, matcher.start());
    for (const part of parts) result += typeof part === 'string' ? part : (matcher.group(part.group as number) ?? '');
    rendering.checkLength(result.length);
    from = matcher.end();
  }
  return rendering.sized(result + text.slice(from));
}

type ReplacementPart = string | { readonly group: string | number };

/** Java's replacement text: "$1" and "${name}" are groups, a backslash makes the next character plain. */
function replacementParts(rendering: Rendering, text: string, groupCount: number): ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let plain = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\') {
      i++;
      if (i === text.length) rendering.fail('A replacement text ends with a backslash that has nothing to escape.');
      plain += text[i];
    } else if (char === '$') {
      const [group, length] = groupAt(rendering, text.slice(i + 1, i + 100), groupCount);
      parts.push(plain, { group });
      plain = '';
      i += length;
    } else plain += char;
  }
  parts.push(plain);
  return parts;
}

function groupAt(rendering: Rendering, text: string, groupCount: number): [string | number, number] {
  const named = /^\{([A-Za-z][A-Za-z0-9]*)\}/.exec(text);
  if (named !== null) return [named[1] ?? '', named[0].length];
  const digits = /^\d+/.exec(text)?.[0] ?? '';
  if (digits === '') rendering.fail('A "$" in a replacement text must name a group, as in "$1"; "\\$" is a plain "$".');
  let length = 1;
  if (Number(digits[0]) > groupCount) rendering.fail(`The regular expression has no group ${digits[0]}.`);
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groupCount) length++;
  return [Number(digits.slice(0, length)), length];
}

/** Each match takes time in proportion to the text, so many of them can take its square: only the clock knows. */
function finds(rendering: Rendering, matcher: Matcher): boolean {
  const startedAt = performance.now();
  const isFound = matcher.find();
  rendering.regexMs += performance.now() - startedAt;
  if (rendering.regexMs > MAX_REGEX_MS) rendering.fail(`Regular expressions took more than ${MAX_REGEX_MS} ms.`);
  return isFound;
}

/** RE2 goes once over the text, with all instructions at worst. */
function compiledFor(rendering: Rendering, text: string, pattern: string): RE2JS {
  const regex = rendering.regexes.compiled(rendering, pattern);
  rendering.spend(Math.ceil((text.length * regex.programSize()) / INSTRUCTIONS_PER_STEP));
  return regex;
}
