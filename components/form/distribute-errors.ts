import type { FieldErrors } from '@/lib/errors';

export interface DistributedErrors {
  /** Errors of fields that the form has, in the server's order. */
  fields: { name: string; message: string }[];
  /** Sentences about anything the form has no field for. */
  rest: string[];
}

/** Says which of the server's field errors the form can show at a field, and words the others. */
export function distributeErrors(fieldErrors: FieldErrors, values: unknown): DistributedErrors {
  const result: DistributedErrors = { fields: [], rest: [] };
  for (const [path, messages] of Object.entries(fieldErrors)) {
    const message = messages.join(' ');
    if (message === '') continue;
    const name = nearestField(path, values);
    if (name === null) result.rest.push(path === '' ? message : `${path}: ${message}`);
    else {
      const known = result.fields.find((field) => field.name === name);
      if (known) known.message = `${known.message} ${message}`;
      else result.fields.push({ name, message });
    }
  }
  return result;
}

/** The longest prefix of the path that is a field: `stages.0.throttle` of a form with only `stages` is `stages`. */
function nearestField(path: string, values: unknown): string | null {
  const segments = path
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  const found: string[] = [];
  let at = values;
  for (const segment of segments) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) break;
    found.push(segment);
    at = (at as Record<string, unknown>)[segment];
  }
  return found.length === 0 ? null : found.join('.');
}
