// java.lang.String's methods. A method that Java does not have with such arguments gives undefined: the reference is unresolved then.
// https://docs.oracle.com/javase/8/docs/api/java/lang/String.html
import { hashOf } from './equality';
import { isInt } from './numbers';
import { matches, replaceAll, replaceFirst, replaceLiteral, split } from './regex';
import type { Rendering } from './rendering';
import { itemsOf, textOf } from './value-text';
import { JavaChar, JavaCollection, JavaList, type VtlValue } from './values';

export type Method<Self> = (rendering: Rendering, self: Self, args: readonly VtlValue[]) => VtlValue | undefined;

const isText = (value: VtlValue | undefined): value is string => typeof value === 'string';

/** For indexOf: a text, or a character by its number. */
function needle(value: VtlValue | undefined): string | undefined {
  if (isText(value)) return value;
  if (value instanceof JavaChar) return value.text;
  return isInt(value) && value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : undefined;
}

function withNeedle(find: (self: string, wanted: string, from: number | undefined) => number): Method<string> {
  return (rendering, self, [first, from]) => {
    const wanted = needle(first);
    if (wanted === undefined || (from !== undefined && !isInt(from))) return undefined;
    rendering.spendCharacters(self.length);
    return find(self, wanted, from);
  };
}

const withText =
  (run: (self: string, text: string, rendering: Rendering) => VtlValue): Method<string> =>
  (rendering, self, [text, ...more]) => {
    if (!isText(text) || more.length > 0) return undefined;
    rendering.spendCharacters(self.length);
    return run(self, text, rendering);
  };

const plain =
  (run: (self: string, rendering: Rendering) => VtlValue): Method<string> =>
  (rendering, self, args) => {
    if (args.length > 0) return undefined;
    rendering.spendCharacters(self.length);
    return run(self, rendering);
  };

const withTwoTexts =
  (run: (rendering: Rendering, self: string, first: string, second: string) => string): Method<string> =>
  (rendering, self, [first, second, ...more]) => {
    if (!isText(first) || !isText(second) || more.length > 0) return undefined;
    return run(rendering, self, first, second);
  };

function substring(rendering: Rendering, self: string, args: readonly VtlValue[]): VtlValue | undefined {
  const [begin, end = self.length] = args;
  if (!isInt(begin) || !isInt(end) || args.length > 2) return undefined;
  if (begin < 0 || end > self.length || begin > end) {
    rendering.fail(`substring(${args.join(', ')}) is outside of a string of length ${self.length}.`);
  }
  return self.slice(begin, end);
}

function charAt(rendering: Rendering, self: string, [index, ...more]: readonly VtlValue[]): VtlValue | undefined {
  if (!isInt(index) || more.length > 0) return undefined;
  if (index < 0 || index >= self.length) {
    rendering.fail(`charAt(${index}) is outside of a string of length ${self.length}.`);
  }
  return new JavaChar(self.charAt(index));
}

function replace(rendering: Rendering, self: string, [from, to, ...more]: readonly VtlValue[]): VtlValue | undefined {
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  const areChars = from instanceof JavaChar && to instanceof JavaChar;
  if (!areChars && !(isText(from) && isText(to))) return undefined;
  return replaceLiteral(rendering, self, textOf(rendering, from), textOf(rendering, to));
}

function splitMethod(rendering: Rendering, self: string, args: readonly VtlValue[]): VtlValue | undefined {
  const [pattern, limit = 0] = args;
  if (!isText(pattern) || !isInt(limit) || args.length > 2) return undefined;
  return new JavaList(split(rendering, self, pattern, limit), true);
}

/** -1, 0 or 1 in JavaScript is a distance in Java. */
function compare(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const distance = left.charCodeAt(i) - right.charCodeAt(i);
    if (distance !== 0) return distance;
  }
  return left.length - right.length;
}

/** Java compares characters after folding them to upper, then to lower case. */
const folded = (text: string): string => text.toUpperCase().toLowerCase();

function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
}

function repeat(rendering: Rendering, self: string, [count, ...more]: readonly VtlValue[]): VtlValue | undefined {
  if (!isInt(count) || more.length > 0) return undefined;
  if (count < 0) rendering.fail(`repeat(${count}) is negative.`);
  rendering.checkLength(self.length * count);
  rendering.spendCharacters(self.length * count);
  return self.repeat(count);
}

function startsWith(rendering: Rendering, self: string, args: readonly VtlValue[]): VtlValue | undefined {
  const [prefix, from = 0] = args;
  if (!isText(prefix) || !isInt(from) || args.length > 2) return undefined;
  rendering.spendCharacters(prefix.length);
  return from >= 0 && self.startsWith(prefix, from);
}

function join(rendering: Rendering, _: string, [separator, ...parts]: readonly VtlValue[]): VtlValue | undefined {
  const [only] = parts;
  const isList =
    parts.length === 1 && (only instanceof JavaList || only instanceof JavaCollection || Array.isArray(only));
  if (!isText(separator) || parts.length === 0) return undefined;
  const texts: string[] = [];
  let length = 0;
  for (const part of isList ? itemsOf(only) : parts) {
    const text = part === null ? 'null' : textOf(rendering, part);
    length += text.length + separator.length;
    rendering.checkLength(length);
    rendering.step();
    texts.push(text);
  }
  return texts.join(separator);
}

function valueOfMethod(rendering: Rendering, _: string, [value, ...more]: readonly VtlValue[]): VtlValue | undefined {
  return value === undefined || value === null || more.length > 0 ? undefined : textOf(rendering, value);
}

function characters(rendering: Rendering, self: string): VtlValue {
  rendering.spend(self.length);
  return new JavaList(
    Array.from({ length: self.length }, (_, i) => new JavaChar(self.charAt(i))),
    true,
  );
}

export const STRING_METHODS: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ['length', (_, self, args) => (args.length === 0 ? self.length : undefined)],
  ['isEmpty', (_, self, args) => (args.length === 0 ? self === '' : undefined)],
  ['isBlank', plain((self) => self.trim() === '')],
  ['charAt', charAt],
  ['substring', substring],
  ['subSequence', (rendering, self, args) => (args.length === 2 ? substring(rendering, self, args) : undefined)],
  ['indexOf', withNeedle((self, wanted, from) => self.indexOf(wanted, from))],
  [
    'lastIndexOf',
    withNeedle((self, wanted, from) => (from !== undefined && from < 0 ? -1 : self.lastIndexOf(wanted, from))),
  ],
  ['startsWith', startsWith],
  ['endsWith', withText((self, text) => self.endsWith(text))],
  ['contains', withText((self, text) => self.includes(text))],
  ['contentEquals', withText((self, text) => self === text)],
  ['replace', replace],
  ['replaceAll', withTwoTexts(replaceAll)],
  ['replaceFirst', withTwoTexts(replaceFirst)],
  ['matches', withText((self, pattern, rendering) => matches(rendering, self, pattern))],
  ['split', splitMethod],
  ['toLowerCase', plain((self) => self.toLowerCase())],
  ['toUpperCase', plain((self, rendering) => rendering.sized(self.toUpperCase()))],
  ['trim', plain(trim)],
  ['strip', plain((self) => self.trim())],
  ['stripLeading', plain((self) => self.trimStart())],
  ['stripTrailing', plain((self) => self.trimEnd())],
  ['repeat', repeat],
  ['concat', withText((self, text, rendering) => rendering.sized(self + text))],
  ['equals', (_, self, [other, ...more]) => (other === undefined || more.length > 0 ? undefined : self === other)],
  ['equalsIgnoreCase', withText((self, text) => folded(self) === folded(text))],
  ['compareTo', withText(compare)],
  ['compareToIgnoreCase', withText((self, text) => compare(folded(self), folded(text)))],
  ['hashCode', (rendering, self, args) => (args.length === 0 ? hashOf(rendering, self) : undefined)],
  ['toString', plain((self) => self)],
  ['intern', plain((self) => self)],
  ['toCharArray', plain((self, rendering) => characters(rendering, self))],
  ['valueOf', valueOfMethod],
  ['join', join],
]);
