// Reading flat header lists without building objects.
import type { HeaderList } from './message';

/** The first value of a header, whatever its case. `lowerName` must be lower case. */
export function headerValue(headers: HeaderList, lowerName: string): string | undefined {
  const length = lowerName.length;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.length === length && (name === lowerName || name.toLowerCase() === lowerName)) return headers[i + 1];
  }
  return undefined;
}

/** All values of a header, whatever its case. */
export function headerValues(headers: HeaderList, lowerName: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string;
    if (name.length === lowerName.length && name.toLowerCase() === lowerName) values.push(headers[i + 1] as string);
  }
  return values;
}

/**
 * Values of a header by its exact name: API Gateway's mappings are case-sensitive.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function exactHeaderValues(headers: HeaderList, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) values.push(headers[i + 1] as string);
  return values;
}

export function lastExactHeaderValue(headers: HeaderList, name: string): string | undefined {
  for (let i = headers.length - 2; i >= 0; i -= 2) if (headers[i] === name) return headers[i + 1];
  return undefined;
}

const UNSAFE_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** A computed header value made fit for the wire: control characters go, other text is sent as UTF-8. */
export function safeHeaderValue(value: string): string {
  if (!UNSAFE_VALUE.test(value)) return value;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: CR and LF would start a new header
  const printable = value.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, '');
  return UNSAFE_VALUE.test(printable) ? Buffer.from(printable, 'utf8').toString('latin1') : printable;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export const isHeaderName = (name: string): boolean => TOKEN.test(name);
