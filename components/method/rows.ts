import { z } from 'zod';
import { reservedHeaderProblem } from '@/lib/contract/mapping';

/**
 * Forms edit lists of rows where the contract has records: a record can't hold two rows of one name while the user is
 * still typing. These turn one into the other, with each problem at its row.
 */

const NAME = /^[a-zA-Z0-9._$-]+$/;
const NAME_PROBLEM = 'A name has letters, digits and . _ $ - only.';
const MEDIA_TYPE = /^[\w.+*-]+\/[\w.+*-]+$|^\$default$/;

export const LOCATIONS = ['header', 'querystring', 'path'] as const;
export type Location = (typeof LOCATIONS)[number];
export const LOCATION_LABELS: Readonly<Record<Location, string>> = {
  header: 'Header',
  querystring: 'Query',
  path: 'Path',
};

type Context = z.core.$RefinementCtx;

function problem(context: Context, path: (string | number)[], message: string): void {
  context.addIssue({ code: 'custom', path, message });
}

/** Rows after the first of the same key. */
function refuseRepeated<Row>(rows: readonly Row[], keyOf: (row: Row) => string, field: string, context: Context): void {
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const key = keyOf(row);
    if (key !== '' && seen.has(key)) problem(context, [index, field], 'This is here twice.');
    seen.add(key);
  }
}

// ── Request parameters: method.request.{location}.{name} → required ──────────

export interface ParameterRow {
  location: Location;
  name: string;
  required: boolean;
}

export const parameterRows = z
  .array(z.object({ location: z.enum(LOCATIONS), name: z.string().trim(), required: z.boolean() }))
  .superRefine((rows, context) => {
    for (const [index, row] of rows.entries()) checkName(row.name, index, context);
    // API Gateway wants a name to be unique over all locations.
    refuseRepeated(rows, (row) => row.name, 'name', context);
  });

export function toParameterRows(parameters: Readonly<Record<string, boolean>>): ParameterRow[] {
  return Object.entries(parameters).map(([key, required]) => ({ ...split(key), required }));
}

export function fromParameterRows(rows: readonly ParameterRow[]): Record<string, boolean> {
  return Object.fromEntries(rows.map((row) => [`method.request.${row.location}.${row.name}`, row.required]));
}

// ── Mappings onto the backend's request: integration.request.{location}.{name} → expression ──

export interface MappingRow {
  location: Location;
  name: string;
  expression: string;
}

export const mappingRows = (expressionProblem: (expression: string) => string | undefined) =>
  z
    .array(z.object({ location: z.enum(LOCATIONS), name: z.string().trim(), expression: z.string().trim() }))
    .superRefine((rows, context) => {
      for (const [index, row] of rows.entries()) {
        checkName(row.name, index, context);
        const reserved = row.location === 'header' ? reservedHeaderProblem(row.name, 'request') : undefined;
        if (reserved) problem(context, [index, 'name'], reserved);
        checkExpression(row.expression, index, context, expressionProblem);
      }
      refuseRepeated(rows, (row) => `${row.location} ${row.name}`, 'name', context);
    });

export function toMappingRows(parameters: Readonly<Record<string, string>>): MappingRow[] {
  return Object.entries(parameters).map(([key, expression]) => ({ ...split(key), expression }));
}

export function fromMappingRows(rows: readonly MappingRow[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [`integration.request.${row.location}.${row.name}`, row.expression]));
}

// ── Mappings onto response headers: {prefix}.{name} → expression ─────────────

export interface HeaderRow {
  name: string;
  expression: string;
}

export const headerRows = (expressionProblem: (expression: string) => string | undefined) =>
  z.array(z.object({ name: z.string().trim(), expression: z.string().trim() })).superRefine((rows, context) => {
    for (const [index, row] of rows.entries()) {
      checkName(row.name, index, context);
      const reserved = reservedHeaderProblem(row.name, 'response');
      if (reserved) problem(context, [index, 'name'], reserved);
      checkExpression(row.expression, index, context, expressionProblem);
    }
    refuseRepeated(rows, (row) => row.name.toLowerCase(), 'name', context);
  });

export type HeaderPrefix = 'method.response.header' | 'gatewayresponse.header';

export function toHeaderRows(parameters: Readonly<Record<string, string>>): HeaderRow[] {
  return Object.entries(parameters).map(([key, expression]) => ({ name: afterDots(key, 2 + extra(key)), expression }));
}

export function fromHeaderRows(rows: readonly HeaderRow[], prefix: HeaderPrefix): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [`${prefix}.${row.name}`, row.expression]));
}

// ── Templates: media type → text ─────────────────────────────────────────────

export interface TemplateRow {
  mediaType: string;
  template: string;
}

/** What the templates themselves say is checked by the server. */
export const templateRows = z
  .array(z.object({ mediaType: z.string().trim(), template: z.string() }))
  .superRefine((rows, context) => {
    for (const [index, row] of rows.entries()) {
      if (!MEDIA_TYPE.test(row.mediaType)) {
        problem(context, [index, 'mediaType'], 'Not a media type, such as application/json.');
      }
    }
    refuseRepeated(rows, (row) => row.mediaType.toLowerCase(), 'mediaType', context);
  });

export function toTemplateRows(templates: Readonly<Record<string, string>>): TemplateRow[] {
  return Object.entries(templates).map(([mediaType, template]) => ({ mediaType, template }));
}

export function fromTemplateRows(rows: readonly TemplateRow[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row.mediaType, row.template]));
}

// ── Models: media type → name of a model; of a method's responses, by status ─

export interface ModelRow {
  mediaType: string;
  model: string;
}

export interface ResponseModelRow extends ModelRow {
  statusCode: string;
}

const modelRow = { mediaType: z.string().trim(), model: z.string().min(1, 'Choose a model.') };

export const modelRows = z.array(z.object(modelRow)).superRefine((rows, context) => {
  checkMediaTypes(rows, context);
  refuseRepeated(rows, (row) => row.mediaType.toLowerCase(), 'mediaType', context);
});

export const responseModelRows = z
  .array(z.object({ statusCode: z.string(), ...modelRow }))
  .superRefine((rows, context) => {
    checkMediaTypes(rows, context);
    refuseRepeated(rows, (row) => `${row.statusCode} ${row.mediaType.toLowerCase()}`, 'mediaType', context);
  });

export function toModelRows(models: Readonly<Record<string, string>>): ModelRow[] {
  return Object.entries(models).map(([mediaType, model]) => ({ mediaType, model }));
}

export function fromModelRows(rows: readonly ModelRow[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row.mediaType, row.model]));
}

function checkMediaTypes(rows: readonly ModelRow[], context: Context): void {
  for (const [index, { mediaType }] of rows.entries()) {
    if (!MEDIA_TYPE.test(mediaType)) {
      problem(context, [index, 'mediaType'], 'Not a media type, such as application/json.');
    }
  }
}

// ── Names and values: stage variables ────────────────────────────────────────

export interface PairRow {
  name: string;
  value: string;
}

export function toPairRows(pairs: Readonly<Record<string, string>>): PairRow[] {
  return Object.entries(pairs).map(([name, value]) => ({ name, value }));
}

export function fromPairRows(rows: readonly PairRow[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

/** Each row is checked with the record's own contract, one entry at a time. */
export const pairRows = (contract: z.ZodType<unknown, Record<string, string>>) =>
  z.array(z.object({ name: z.string().trim(), value: z.string() })).superRefine((rows, context) => {
    for (const [index, row] of rows.entries()) {
      const issue = contract.safeParse({ [row.name]: row.value }).error?.issues[0];
      if (!issue) continue;
      const [first] = 'issues' in issue && Array.isArray(issue.issues) ? issue.issues : [];
      problem(context, [index, issue.code === 'invalid_key' ? 'name' : 'value'], first?.message ?? issue.message);
    }
    refuseRepeated(rows, (row) => row.name, 'name', context);
  });

function checkName(name: string, index: number, context: Context): void {
  if (name === '') problem(context, [index, 'name'], 'Enter a name.');
  else if (!NAME.test(name)) problem(context, [index, 'name'], NAME_PROBLEM);
}

function checkExpression(
  expression: string,
  index: number,
  context: Context,
  expressionProblem: (expression: string) => string | undefined,
): void {
  const refused = expression === '' ? 'Enter a mapping expression.' : expressionProblem(expression);
  if (refused) problem(context, [index, 'expression'], refused);
}

function split(key: string): { location: Location; name: string } {
  const location = key.split('.')[2];
  return { location: LOCATIONS.find((known) => known === location) ?? 'header', name: afterDots(key, 3) };
}

const afterDots = (key: string, dots: number) => key.split('.').slice(dots).join('.');
/** "method.response.header." has one dot more than "gatewayresponse.header.". */
const extra = (key: string) => (key.startsWith('method.') ? 1 : 0);
