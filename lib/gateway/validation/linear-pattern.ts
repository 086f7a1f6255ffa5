// The regular expressions of schemas, in linear time: the body's author must not be able to make the gateway think.
import { RE2JS } from 're2js';

export interface Pattern {
  test(text: string): boolean;
}

const CLASS = String.raw`\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?|[_@:/,. ]|\\[dw.-])+-?\]`;
const ATOM = String.raw`(?:[A-Za-z0-9_@:/, -]|\\[dw./-]|${CLASS})`;
/** "^[A-Z]{3}-\d+$": fixed parts and at most one more at the end. It can't backtrack further than once over the text. */
const SIMPLE = new RegExp(String.raw`^\^(?:${ATOM}(?:\{\d{1,3}\})?)*(?:${ATOM}(?:[*+?]|\{\d{1,3},(?:\d{1,3})?\}))?\$$`);

/** May match anywhere in the text, as JavaScript has it. Throws for what can't be run in linear time. */
export function compilePattern(pattern: string): Pattern {
  const linear = RE2JS.compile(pattern);
  // What is simple enough is linear in the engine at hand too, and an order of magnitude faster there.
  if (SIMPLE.test(pattern)) return new RegExp(pattern);
  return { test: (text) => linear.test(text) };
}
