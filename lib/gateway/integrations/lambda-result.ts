// What an AWS_PROXY integration takes for an answer: strictly, as AWS does. Anything else is a 502.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
import { isHeaderName, safeHeaderValue } from '../http/headers';
import { PROXY_RENAMES } from './header-rules';

export interface ProxyResult {
  readonly status: number;
  readonly headers: string[];
  readonly body: string;
  /** The body is base64 of bytes: for those that can take bytes. */
  readonly isBase64Encoded: boolean;
}

const KNOWN_KEYS: ReadonlySet<string> = new Set([
  'isBase64Encoded',
  'statusCode',
  'headers',
  'multiValueHeaders',
  'body',
]);

/** Undefined: malformed. */
export function readProxyResult(json: string): ProxyResult | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  for (const key in value) if (!KNOWN_KEYS.has(key)) return undefined;
  const status = statusOf(value.statusCode);
  const isBase64Encoded = flagOf(value.isBase64Encoded);
  const body = bodyOf(value.body);
  const headers = headersOf(value.headers, value.multiValueHeaders);
  if (status === undefined || isBase64Encoded === undefined || body === undefined || headers === undefined) {
    return undefined;
  }
  return { status, headers, body, isBase64Encoded };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function statusOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return 200;
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && /^\d{3}$/.test(value.trim()));
  if (!isNumeric) return undefined;
  const status = Number(value);
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  if (value === undefined || value === null) return false;
  return typeof value === 'boolean' ? value : undefined;
}

function bodyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A name in both is one header: the values of the many, then the single one, spelled as the many are. */
function headersOf(single: unknown, multi: unknown): string[] | undefined {
  const headers: string[] = [];
  let hasContentType = false;
  const push = (name: string, value: string): void => {
    const renamed = PROXY_RENAMES.get(name.toLowerCase());
    if (renamed === null || !isHeaderName(name)) return;
    if (name.length === 12 && name.toLowerCase() === 'content-type') hasContentType = true;
    headers.push(renamed ?? name, safeHeaderValue(value));
  };
  const spelled = new Map<string, string>();
  if (multi !== undefined && multi !== null) {
    if (!isObject(multi)) return undefined;
    for (const name in multi) {
      const values = multi[name];
      if (!Array.isArray(values)) return undefined;
      spelled.set(name.toLowerCase(), name);
      for (const value of values) {
        if (!isHeaderText(value)) return undefined;
        push(name, String(value));
      }
    }
  }
  if (single !== undefined && single !== null) {
    if (!isObject(single)) return undefined;
    for (const name in single) {
      const value = single[name];
      if (!isHeaderText(value)) return undefined;
      push(spelled.get(name.toLowerCase()) ?? name, String(value));
    }
  }
  if (!hasContentType) headers.push('Content-Type', 'application/json');
  return headers;
}

const isHeaderText = (value: unknown): value is string | boolean =>
  typeof value === 'string' || typeof value === 'boolean';
