import { z } from 'zod';
import { entityId, methodKey, name, version } from './common';
import { MAX_SAMPLE_TEXT, type renderError, templateDirection, templateSample } from './template-rendering';

export const MAX_TEMPLATE_CASES = 200;
/** Of all cases of an API, samples and expectations together: a page shows them all. */
export const MAX_TEMPLATE_CASE_CHARACTERS = 4 * 1024 * 1024;

/** JSON: equal as JSON, whatever the white space and the order of members. */
export const CASE_COMPARISONS = ['EXACT', 'JSON'] as const;
export type CaseComparison = (typeof CASE_COMPARISONS)[number];

/** Which template a case is about. */
const templatePlace = {
  resourceId: entityId,
  httpMethod: methodKey,
  direction: templateDirection,
  /** Of the integration response; null: a request template. */
  statusCode: z
    .string()
    .regex(/^[2-5]\d\d$/)
    .nullable(),
  /** The media type or $default. */
  templateKey: z.string().min(1).max(128),
};

const caseFields = {
  name: name('case', 128),
  sample: templateSample,
  expected: z.string().max(MAX_SAMPLE_TEXT, 'An expected output has at most 512 KB.'),
  comparison: z.enum(CASE_COMPARISONS).default('EXACT'),
};

const hasStatus = (value: { direction: string; statusCode: string | null }): boolean =>
  (value.direction === 'response') === (value.statusCode !== null);

export const createTemplateCaseInput = z
  .object({ restApiId: entityId, ...templatePlace, ...caseFields })
  .refine(hasStatus, {
    path: ['statusCode'],
    message: 'A response template is named by its status, a request’s has none.',
  });
export type CreateTemplateCaseInput = z.input<typeof createTemplateCaseInput>;

export const templateCaseRef = z.object({ restApiId: entityId, templateCaseId: entityId });
export type TemplateCaseRef = z.infer<typeof templateCaseRef>;

export const updateTemplateCaseInput = templateCaseRef.extend({ version, ...caseFields });
export type UpdateTemplateCaseInput = z.input<typeof updateTemplateCaseInput>;

export const templateCaseDetail = z.object({
  id: entityId,
  restApiId: entityId,
  ...templatePlace,
  resourcePath: z.string(),
  ...caseFields,
  comparison: z.enum(CASE_COMPARISONS),
  version,
});
export type TemplateCaseDetail = z.output<typeof templateCaseDetail>;

export const templateCaseResult = z.object({
  templateCaseId: entityId,
  name: z.string(),
  /** orphaned: what it is about is no longer there, so there is nothing to compare. */
  outcome: z.enum(['passed', 'failed', 'orphaned']),
  /** Why; empty where it passed. */
  message: z.string(),
  expected: z.string(),
  /** Null: nothing was rendered. */
  actual: z.string().nullable(),
});
export type TemplateCaseResult = z.infer<typeof templateCaseResult>;

interface Rendered {
  readonly output: string | null;
  readonly outputLength: number;
  readonly error: z.infer<typeof renderError> | null;
}

/** Why what was rendered is not what the case expects; undefined: it is. */
export function caseProblem(
  { expected, comparison }: { readonly expected: string; readonly comparison: CaseComparison },
  { output, outputLength, error }: Rendered,
): string | undefined {
  if (error !== null) return `Line ${error.line}, column ${error.column}: ${error.message}`;
  if (output === null || outputLength > output.length) {
    return `The output has ${outputLength} characters, too many to compare.`;
  }
  if (comparison === 'EXACT') return output === expected ? undefined : firstDifference(expected, output);
  const [wanted, found] = [canonicalJson(expected), canonicalJson(output)];
  if (wanted === undefined) return 'The expected output is not JSON.';
  if (found === undefined) return 'The output is not JSON.';
  return wanted === found ? undefined : firstDifference(wanted, found);
}

/** To be shown line by line: as JSON where both are, unless they differ only in what JSON does not tell. */
export function sideBySide(expected: string, actual: string): readonly [string, string] {
  const [wanted, found] = [canonicalJson(expected), canonicalJson(actual)];
  return wanted === undefined || found === undefined || wanted === found ? [expected, actual] : [wanted, found];
}

/** As it is compared: indented, members in the order of their names. Undefined: not JSON. */
export function canonicalJson(text: string): string | undefined {
  try {
    return JSON.stringify(sorted(JSON.parse(text)), null, 2);
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

const MAX_QUOTED = 80;

function firstDifference(expected: string, actual: string): string {
  const [wanted, found] = [expected.split('\n'), actual.split('\n')];
  const line = wanted.findIndex((text, index) => text !== found[index]);
  const index = line === -1 ? wanted.length : line;
  return `Line ${index + 1}: expected ${quoted(wanted[index])}, got ${quoted(found[index])}.`;
}

function quoted(line: string | undefined): string {
  if (line === undefined) return 'no such line';
  return line.length > MAX_QUOTED ? `“${line.slice(0, MAX_QUOTED)}…”` : `“${line}”`;
}
