import type { VariableUse } from '@/lib/contract/stage';

export interface VariableLines {
  readonly variables: Readonly<Record<string, string>>;
  /** "Line 3: …" */
  readonly problems: readonly string[];
}

const MAX_LINES = 1000;

/** name=value, one per line, as in .env files: blank lines and comments are left out, quotes around a value too. */
export function parseVariableLines(text: string): VariableLines {
  const variables = new Map<string, string>();
  const problems: string[] = [];
  const lines = text.split(/\r?\n/);
  if (lines.length > MAX_LINES) return { variables: {}, problems: [`That are more than ${MAX_LINES} lines.`] };
  for (const [index, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = line.slice(0, Math.max(0, equals)).trim();
    if (equals < 0) problems.push(`Line ${index + 1}: there is no “=”.`);
    else if (name === '') problems.push(`Line ${index + 1}: there is no name before “=”.`);
    else if (variables.has(name)) problems.push(`Line ${index + 1}: ${name} is there already.`);
    else variables.set(name, withoutQuotes(line.slice(equals + 1).trim()));
  }
  return { variables: Object.fromEntries(variables), problems };
}

export const formatVariableLines = (rows: readonly { readonly name: string; readonly value: string }[]): string =>
  rows
    .filter(({ name }) => name !== '')
    .map(({ name, value }) => `${name}=${value}`)
    .join('\n');

function withoutQuotes(value: string): string {
  const quote = value[0];
  const isQuoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return isQuoted ? value.slice(1, -1) : value;
}

export interface VariableNotes {
  /** Set, and asked for. */
  readonly used: readonly VariableUse[];
  /** Asked for, and not set: they are empty there. */
  readonly missing: readonly VariableUse[];
  readonly unused: readonly string[];
}

export function noteVariables(names: readonly string[], uses: readonly VariableUse[]): VariableNotes {
  const isSet = new Set(names);
  const isUsed = new Set(uses.map(({ name }) => name));
  return {
    used: uses.filter(({ name }) => isSet.has(name)),
    missing: uses.filter(({ name }) => !isSet.has(name)),
    unused: names.filter((name) => name !== '' && !isUsed.has(name)),
  };
}

/** "GET /a, GET /b and 3 more" */
export function placesText({ places, count }: VariableUse, shown = 3): string {
  const named = places.slice(0, shown).join(', ');
  return count > shown ? `${named} and ${count - shown} more` : named;
}
