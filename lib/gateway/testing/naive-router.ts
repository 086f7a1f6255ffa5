// The routing rules as one reads them, without a data structure: what the trie is compared with.
import type { PathTemplate } from '../routing/path-template';

export interface NaiveRoute {
  readonly template: PathTemplate;
  readonly method: string;
}

const RANK = { static: 0, param: 1, greedy: 2 } as const;
const ALL = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'];

export function naiveMatch(
  routes: readonly NaiveRoute[],
  method: string,
  path: string,
): { route: NaiveRoute; pathValues: string[] } | null {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const parts = trimmed === '/' ? [] : trimmed.slice(1).split('/');
  const matches = routes.flatMap((route) => {
    if (route.method !== method && !(route.method === 'ANY' && ALL.includes(method))) return [];
    const pathValues = valuesOf(route.template, parts);
    return pathValues === null ? [] : [{ route, pathValues }];
  });
  matches.sort((a, b) => compare(a.route, b.route));
  return matches[0] ?? null;
}

function valuesOf(template: PathTemplate, parts: readonly string[]): string[] | null {
  const values: string[] = [];
  for (const [index, segment] of template.segments.entries()) {
    if (segment.kind === 'greedy') {
      const rest = parts.slice(index).join('/');
      return rest === '' ? null : [...values, rest];
    }
    const part = parts[index];
    if (part === undefined || part === '') return null;
    if (segment.kind === 'param') values.push(part);
    else if (decoded(part) !== segment.text) return null;
  }
  return parts.length === template.segments.length ? values : null;
}

function compare(a: NaiveRoute, b: NaiveRoute): number {
  for (let i = 0; i < Math.max(a.template.segments.length, b.template.segments.length); i++) {
    const left = a.template.segments[i];
    const right = b.template.segments[i];
    const difference = (left ? RANK[left.kind] : 3) - (right ? RANK[right.kind] : 3);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
