/**
 * API Gateway's key file: a header row with Name and Key, optionally Description, Enabled and UsagePlanIds, in any
 * order and case. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-key-file-format.html
 */
export interface ApiKeyCsvRow {
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  readonly name: string;
  readonly value: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly usagePlanIds: readonly string[];
}

export interface ApiKeyCsv {
  readonly rows: readonly ApiKeyCsvRow[];
  /** Rows that can't be imported, or were read in another way than written. */
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
  /** Why nothing of the file can be read. */
  readonly fatal: string | null;
}

export const API_KEY_CSV_COLUMNS = ['name', 'key', 'description', 'enabled', 'usageplanids'] as const;
type Column = (typeof API_KEY_CSV_COLUMNS)[number];

export function parseApiKeyCsv(text: string): ApiKeyCsv {
  const records = readRecords(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  const header = records[0];
  if (!header) return fatal('The file is empty.');
  const columns = header.fields.map((field) => field.trim().toLowerCase());
  const unknown = columns.filter((column) => column !== '' && !isColumn(column));
  for (const needed of ['name', 'key'] as const) {
    if (!columns.includes(needed)) {
      return fatal(
        `Line ${header.line}: the header has no "${needed === 'name' ? 'Name' : 'Key'}" column. Begin the file with Name,Key or Name,Key,Description,Enabled,UsagePlanIds.`,
      );
    }
  }
  const at = (column: Column) => columns.indexOf(column);

  const rows: ApiKeyCsvRow[] = [];
  const warnings: { line: number; message: string }[] = unknown.map((column) => ({
    line: header.line,
    message: `The column "${column}" is not known and is left out.`,
  }));
  const seen = new Map<string, number>();
  for (const record of records.slice(1)) {
    const field = (column: Column) => (at(column) < 0 ? '' : (record.fields[at(column)] ?? '').trim());
    const problem = refuse(record.fields.length, columns.length, field('name'), field('key'));
    const value = field('key');
    const earlier = seen.get(value);
    if (problem) {
      warnings.push({ line: record.line, message: problem });
      continue;
    }
    if (earlier !== undefined) {
      warnings.push({
        line: record.line,
        message: `The same key value stands on line ${earlier}; this row is skipped.`,
      });
      continue;
    }
    seen.set(value, record.line);
    const enabled = field('enabled').toLowerCase();
    if (enabled !== '' && !['true', 'false'].includes(enabled)) {
      warnings.push({
        line: record.line,
        message: `Enabled is "${field('enabled')}", not true or false; the key is imported enabled.`,
      });
    }
    rows.push({
      line: record.line,
      name: field('name'),
      value,
      description: field('description'),
      enabled: enabled !== 'false',
      usagePlanIds: field('usageplanids')
        .split(/[,;\s]+/)
        .filter((id) => id !== ''),
    });
  }
  return { rows, warnings, fatal: null };
}

function fatal(message: string): ApiKeyCsv {
  return { rows: [], warnings: [], fatal: message };
}

function refuse(fieldCount: number, columnCount: number, name: string, value: string): string | null {
  if (fieldCount > columnCount) {
    return `The row has ${fieldCount} fields, the header ${columnCount}. Put a text that holds a comma in double quotes.`;
  }
  if (name === '') return 'The row has no name.';
  if (value.length < 20) return `The key of "${name}" has ${value.length} characters; at least 20 are needed.`;
  if (value.length > 128) return `The key of "${name}" has ${value.length} characters; at most 128 are allowed.`;
  if (!/^[A-Za-z0-9_-]+$/.test(value))
    return `The key of "${name}" holds other characters than letters, digits, - and _.`;
  return null;
}

function isColumn(text: string): text is Column {
  return (API_KEY_CSV_COLUMNS as readonly string[]).includes(text);
}

interface CsvRecord {
  line: number;
  fields: string[];
}

/** RFC 4180, with either line ending. Blank lines are left out. */
function readRecords(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endRecord = () => {
    fields.push(field);
    if (fields.length > 1 || field.trim() !== '') records.push({ line: startLine, fields });
    fields = [];
    field = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') line++;
    if (quoted) {
      if (char !== '"') field += char;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = false;
      continue;
    }
    if (char === '"' && field.trim() === '') {
      field = '';
      quoted = true;
    } else if (char === ',') {
      fields.push(field);
      field = '';
    } else if (char === '\n') {
      endRecord();
      startLine = line;
    } else if (char !== '\r') {
      field += char;
    }
  }
  endRecord();
  return records;
}
