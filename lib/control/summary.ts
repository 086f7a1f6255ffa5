/** Which of the given fields differ from what is stored. */
export function changedFields(before: object, fields: object): string[] {
  const stored = before as Readonly<Record<string, unknown>>;
  return Object.entries(fields)
    .filter(([field, value]) => value !== undefined && !isEqual(stored[field], value))
    .map(([field]) => field);
}

/** One line for the audit log: "name: Pets → Pet store". Only for fields that hold nothing secret. */
export function summarise(before: object, fields: object, changed: readonly string[]): string {
  const from = before as Readonly<Record<string, unknown>>;
  const to = fields as Readonly<Record<string, unknown>>;
  return changed.map((field) => `${field}: ${show(from[field])} → ${show(to[field])}`).join('; ');
}

export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  return (
    keys.length === Object.keys(right).filter((key) => right[key] !== undefined).length &&
    keys.every((key) => isEqual(left[key], right[key]))
  );
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
