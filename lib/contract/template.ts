/** Velocity would change it: only its rendering tells what it says. */
export const isDynamicTemplate = (template: string): boolean => /[$#]/.test(template);

/**
 * A MOCK integration answers with the integer statusCode of its request template, which API Gateway reads leniently:
 * {statusCode: 200} is as good as {"statusCode": 200}.
 */
export function mockStatusCode(template: string): number | undefined {
  const strict = parseJson(template);
  if (strict !== undefined) return isStatusCode(strict.statusCode) ? strict.statusCode : undefined;
  const [, code] = /^\s*\{(?:[\s\S]*[,{\s])?\s*["']?statusCode["']?\s*:\s*([1-5]\d\d)\s*[,}]/.exec(template) ?? [];
  return code === undefined ? undefined : Number(code);
}

export const MOCK_REQUEST_TEMPLATES: Readonly<Record<string, string>> = { 'application/json': '{"statusCode": 200}' };

function parseJson(text: string): { readonly statusCode?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return undefined;
  }
}

const isStatusCode = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599;
