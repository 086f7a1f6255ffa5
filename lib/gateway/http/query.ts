// Query strings as API Gateway reads them: "+" is a space, ";" separates like "&", names are case-sensitive.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html

const NO_PAIRS: readonly string[] = [];

/** Name, value, name, value … decoded, in the order they came. Never throws. */
export function parseQuery(query: string): readonly string[] {
  if (query === '') return NO_PAIRS;
  const pairs: string[] = [];
  let from = 0;
  for (let i = 0; i <= query.length; i++) {
    if (i < query.length && query[i] !== '&' && query[i] !== ';') continue;
    if (i > from) {
      const part = query.slice(from, i);
      const equals = part.indexOf('=');
      if (equals === -1) pairs.push(decodeQueryPart(part), '');
      else pairs.push(decodeQueryPart(part.slice(0, equals)), decodeQueryPart(part.slice(equals + 1)));
    }
    from = i + 1;
  }
  return pairs;
}

export function lastQueryValue(pairs: readonly string[], name: string): string | undefined {
  for (let i = pairs.length - 2; i >= 0; i -= 2) if (pairs[i] === name) return pairs[i + 1];
  return undefined;
}

export function queryValues(pairs: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) values.push(pairs[i + 1] as string);
  return values;
}

/** Escapes that are no UTF-8 keep their bytes as U+FFFD, as AWS's Java decoder does. */
function decodeQueryPart(part: string): string {
  const spaced = part.includes('+') ? part.replaceAll('+', ' ') : part;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return decodeBytes(spaced);
  }
}

function decodeBytes(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? text.slice(i + 1, i + 3) : '';
    if (/^[0-9a-fA-F]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else {
      bytes.push(...Buffer.from(text[i] as string, 'utf8'));
    }
  }
  return Buffer.from(bytes).toString('utf8');
}
