// Texts of a policy with wildcards and variables → what they match.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
import { ANY_CHARACTER, ANY_TEXT, Glob, type GlobToken } from './glob';
import { PolicyError } from './policy-error';
import type { PolicyRequest } from './policy-request';

interface Variable {
  /** Lower case. */
  readonly key: string;
  /** Undefined: without a value in the request, the text matches nothing. */
  readonly fallback: string | undefined;
}

type Part = GlobToken | Variable;

export interface PolicyText {
  matches(subject: string, request: PolicyRequest): boolean;
}

export interface TextOptions {
  /** * and ? are wildcards. */
  readonly hasWildcards: boolean;
  /** Only documents with Version 2012-10-17 have variables. */
  readonly hasVariables: boolean;
  readonly ignoresCase?: boolean;
}

export function compileText(text: string, options: TextOptions, place: string): PolicyText {
  const parts = partsOf(options.ignoresCase === true ? text.toLowerCase() : text, options, place);
  const isFixed = (list: readonly Part[]): list is readonly GlobToken[] => !list.some((it) => typeof it === 'object');
  const matches = isFixed(parts) ? fixedText(new Glob(parts)) : variableText(parts, options.ignoresCase === true);
  if (options.ignoresCase !== true) return { matches };
  return { matches: (subject, request) => matches(subject.toLowerCase(), request) };
}

const fixedText =
  (glob: Glob): PolicyText['matches'] =>
  (subject) =>
    glob.matches(subject);

/** A value stands for itself: a user called * is not everybody. */
function variableText(parts: readonly Part[], ignoresCase: boolean): PolicyText['matches'] {
  return (subject, request) => {
    const tokens: GlobToken[] = [];
    for (const part of parts) {
      if (typeof part !== 'object') {
        tokens.push(part);
        continue;
      }
      const value = request.contextValue(part.key);
      // Several values name nobody in particular.
      const text = typeof value === 'string' ? value : part.fallback;
      if (text === undefined) return false;
      tokens.push(ignoresCase ? text.toLowerCase() : text);
    }
    return new Glob(tokens).matches(subject);
  };
}

const VARIABLE = /^([A-Za-z0-9_-]+:[^\s,'}]+)\s*(?:,\s*'([^']*)'\s*)?$/;

function partsOf(text: string, { hasWildcards, hasVariables }: TextOptions, place: string): Part[] {
  const parts: Part[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push(plain);
    plain = '';
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (hasVariables && character === '$' && text.charAt(at + 1) === '{') {
      const end = text.indexOf('}', at);
      if (end === -1) throw new PolicyError(place, 'A policy variable lacks its closing brace.');
      const name = text.slice(at + 2, end).trim();
      at = end;
      if (name === '*' || name === '?' || name === '$') {
        plain += name;
        continue;
      }
      const [whole, key, fallback] = VARIABLE.exec(name) ?? [];
      if (whole === undefined || key === undefined) {
        throw new PolicyError(place, `"\${${name}}" is not a policy variable; they look like \${aws:username}.`);
      }
      flush();
      parts.push({ key: key.toLowerCase(), fallback });
    } else if (hasWildcards && (character === '*' || character === '?')) {
      flush();
      parts.push(character === '*' ? ANY_TEXT : ANY_CHARACTER);
    } else plain += character;
  }
  flush();
  return parts;
}

/** Each of an ARN's six parts by itself, so that a * in one does not reach into the next. */
export function compileArn(text: string, options: TextOptions, place: string): PolicyText {
  const patterns = arnParts(text);
  if (patterns === undefined) {
    if (text === '*') return { matches: () => true };
    throw new PolicyError(place, `"${text}" is not an ARN: arn:partition:service:region:account:resource.`);
  }
  const texts = patterns.map((it) => compileText(it, options, place));
  return {
    matches: (subject, request) => {
      const subjects = arnParts(subject);
      return subjects?.every((it, index) => texts[index]?.matches(it, request)) ?? false;
    },
  };
}

function arnParts(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length && parts.length < 5; at++) {
    const character = text.charAt(at);
    // Names of variables have colons too.
    if (character === '{' && text.charAt(at - 1) === '$') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === ':' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return parts.length === 5 ? [...parts, text.slice(from)] : undefined;
}
