import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NaiveRoute, naiveMatch } from '../testing/naive-router';
import { type PathTemplate, parsePathTemplate } from './path-template';
import { PathTrie } from './path-trie';

type Match = (method: string, path: string) => { route: string; pathValues: readonly string[] } | null;
type Implementation = (routes: readonly string[]) => Match;

const withTrie: Implementation = (routes) => {
  const trie = new PathTrie<string>();
  for (const route of routes) trie.add(template(pathOf(route)), methodOf(route), route);
  return (method, path) => {
    const match = trie.match(method, path);
    return match && { route: match.value, pathValues: match.pathValues };
  };
};

const withNaive: Implementation = (routes) => {
  const list = routes.map((route): NaiveRoute => ({ template: template(pathOf(route)), method: methodOf(route) }));
  return (method, path) => {
    const match = naiveMatch(list, method, path);
    return match && { route: `${match.route.method} ${match.route.template.path}`, pathValues: match.pathValues };
  };
};

const ROUTES = [
  'GET /',
  'GET /pets',
  'POST /pets',
  'ANY /pets/{petId}',
  'GET /pets/{petId}',
  'GET /pets/mine',
  'GET /pets/{petId}/toys/{toyId}',
  'GET /pets/mine/food',
  'GET /files/{proxy+}',
  'POST /test',
  'ANY /test/any',
  'OPTIONS /{proxy+}',
];

/** [request, route or null, path values]. The last two groups were seen on AWS (see the trie's header). */
const CASES: readonly (readonly [string, string | null, (readonly string[])?])[] = [
  ['GET /', 'GET /'],
  ['GET /pets', 'GET /pets'],
  ['GET /pets/', 'GET /pets'],
  ['GET /Pets', null],
  ['GET /pets//', null],
  ['GET //pets', null],
  ['POST /pets', 'POST /pets'],
  ['DELETE /pets', null],
  ['GET /pets/7', 'GET /pets/{petId}', ['7']],
  ['DELETE /pets/7', 'ANY /pets/{petId}', ['7']],
  ['PROPFIND /pets/7', null],
  ['GET /pets/mine', 'GET /pets/mine'],
  ['GET /p%65ts/m%69ne', 'GET /pets/mine'],
  ['POST /pets/mine', 'ANY /pets/{petId}', ['mine']],
  ['GET /pets/a%2Fb', 'GET /pets/{petId}', ['a%2Fb']],
  ['GET /pets/mine/toys/1', 'GET /pets/{petId}/toys/{toyId}', ['mine', '1']],
  ['GET /pets/mine/food', 'GET /pets/mine/food'],
  ['GET /pets//toys/1', null],
  ['GET /files', null],
  ['GET /files/', null],
  ['GET /files/a', 'GET /files/{proxy+}', ['a']],
  ['GET /files/a/b/', 'GET /files/{proxy+}', ['a/b']],
  ['GET /files/a//b%2Bc', 'GET /files/{proxy+}', ['a//b%2Bc']],
  ['GET /files//a', 'GET /files/{proxy+}', ['/a']],
  ['OPTIONS /test', 'OPTIONS /{proxy+}', ['test']],
  ['POST /test', 'POST /test'],
  ['OPTIONS /test/any', 'ANY /test/any'],
  ['GET /test/any', 'ANY /test/any'],
];

describe.each([
  ['the trie', withTrie],
  ['the naive reference', withNaive],
])('%s', (_name, implementation) => {
  const match = implementation(ROUTES);
  it.each(CASES.map(([request, route, pathValues = []]) => ({ request, route, pathValues })))(
    '$request → $route',
    ({ request, route, pathValues }) => {
      expect(match(methodOf(request), pathOf(request))).toEqual(route === null ? null : { route, pathValues });
    },
  );
});

describe('the trie', () => {
  it('agrees with the naive reference on any set of routes and any path', () => {
    const part = fc.constantFrom('a', 'b', 'c');
    const segments = fc.array(fc.oneof(part, fc.constant('{p}')), { maxLength: 4 });
    const method = fc.constantFrom('GET', 'POST', 'ANY');
    const route = fc.record({ method, segments, isGreedy: fc.boolean() });
    const asked = fc.record({
      method: fc.constantFrom('GET', 'POST', 'HEAD', 'LINK'),
      path: fc
        .array(fc.oneof(part, fc.constantFrom('', 'x', '%61', 'a%2Fb')), { maxLength: 5 })
        .map((it) => `/${it.join('/')}`),
    });
    fc.assert(
      fc.property(
        fc.array(route, { maxLength: 12 }),
        fc.array(asked, { minLength: 1, maxLength: 10 }),
        (list, asks) => {
          const byKey = new Map<string, string>();
          for (const it of list) {
            const parts = it.segments.map((text, index) => (text === '{p}' ? `{p${index}}` : text));
            if (it.isGreedy) parts.push('{rest+}');
            byKey.set(`${it.method} /${parts.join('/')}`, '');
          }
          const routes = [...byKey.keys()];
          const trie = withTrie(routes);
          const naive = withNaive(routes);
          for (const { method, path } of asks) expect(trie(method, path)).toEqual(naive(method, path));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('refuses the same method twice on paths that differ only in parameter names', () => {
    const trie = new PathTrie<number>();
    expect(trie.add(template('/pets/{a}'), 'GET', 1)).toBe(true);
    expect(trie.add(template('/pets/{b}'), 'GET', 2)).toBe(false);
    expect(trie.add(template('/pets/{b}'), 'ANY', 3)).toBe(true);
  });
});

describe('path templates', () => {
  it.each([
    ['pets', 'starts with'],
    ['/pets/', 'not a valid path part'],
    ['/a b', 'not a valid path part'],
    ['/{a}{b}', 'not a valid path part'],
    ['/{proxy+}/x', 'Cannot create a child of a resource with a greedy path variable: {proxy+}'],
    ['/{a}/{a}', 'twice'],
  ])('%s is refused', (path, reason) => {
    expect(parsePathTemplate(path)).toContain(reason);
  });
});

function template(path: string): PathTemplate {
  const parsed = parsePathTemplate(path);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

function methodOf(route: string): string {
  return route.slice(0, route.indexOf(' '));
}

function pathOf(route: string): string {
  return route.slice(route.indexOf(' ') + 1);
}
