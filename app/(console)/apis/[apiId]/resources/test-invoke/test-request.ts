import type { TestInvokeInput } from '@/lib/contract/method';
import { pathParametersOf } from '../tree/tree-model';

/** The path with its parameters filled in; a greedy parameter keeps its slashes. */
export function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replace(/\{([^}+]+)(\+?)\}/g, (_, name: string, greedy: string) => {
    const value = values[name] ?? '';
    return greedy ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  });
}

/** Names of path parameters that were left empty. */
export function missingParameters(path: string, values: Readonly<Record<string, string>>): string[] {
  return pathParametersOf(path)
    .map((parameter) => parameter.name)
    .filter((name) => !values[name]?.trim());
}

/** The same request against a stage, as a line for the shell. */
export function toCurl(
  baseUrl: string,
  path: string,
  verb: string,
  request: Pick<Required<TestInvokeInput>, 'pathParameters' | 'queryString' | 'headers' | 'body'>,
): string {
  const query = request.queryString.replace(/^\?/, '');
  const url = `${baseUrl.replace(/\/$/, '')}${fillPath(path, request.pathParameters)}${query ? `?${query}` : ''}`;
  const parts = [`curl ${verb === 'GET' ? '' : verb === 'HEAD' ? '--head ' : `-X ${verb} `}${quote(url)}`];
  for (const { name, value } of request.headers) {
    if (name) parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (request.body) parts.push(`--data-raw ${quote(request.body)}`);
  return parts.join(' \\\n  ');
}

/** Indented where it is JSON, else as it came. */
export function prettyBody(body: string): { text: string; json: boolean } {
  if (!/^\s*[[{"\d-tfn]/.test(body)) return { text: body, json: false };
  try {
    return { text: JSON.stringify(JSON.parse(body), null, 2), json: true };
  } catch {
    return { text: body, json: false };
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
