export interface PolicyLine {
  readonly text: string;
  /** The statement it belongs to, from 0; -1: none. */
  readonly statement: number;
}

/** A policy's JSON laid out, each line with its statement. */
export function policyLines(document: string): PolicyLine[] {
  const policy = objectOf(document);
  if (policy === null) return document.split('\n').map((text) => ({ text, statement: -1 }));
  const lines: PolicyLine[] = [{ text: '{', statement: -1 }];
  const members = Object.entries(policy);
  for (const [index, [name, value]] of members.entries()) {
    const comma = index < members.length - 1 ? ',' : '';
    if (name === 'Statement' && Array.isArray(value)) {
      lines.push({ text: '  "Statement": [', statement: -1 });
      for (const [at, statement] of value.entries()) {
        lines.push(...laidOut('    ', '', statement, at < value.length - 1 ? ',' : '', at));
      }
      lines.push({ text: `  ]${comma}`, statement: -1 });
    } else {
      lines.push(...laidOut('  ', `${JSON.stringify(name)}: `, value, comma, name === 'Statement' ? 0 : -1));
    }
  }
  return [...lines, { text: '}', statement: -1 }];
}

function laidOut(space: string, label: string, value: unknown, comma: string, statement: number): PolicyLine[] {
  const text = `${label}${JSON.stringify(value, null, 2)}${comma}`;
  return text.split('\n').map((line) => ({ text: `${space}${line}`, statement }));
}

/** Null: no JSON object. */
function objectOf(document: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Shown as it is.
  }
  return null;
}
