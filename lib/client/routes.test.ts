import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { routes, withQuery } from './routes';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('routes', () => {
  it('escapes what goes into a path', () => {
    expect(routes.api('a/b').stage('näme?')).toBe('/apis/a%2Fb/stages/n%C3%A4me%3F');
  });

  it('leaves empty query parameters out', () => {
    expect(withQuery('/x', { a: '', b: null, c: undefined, d: 0, e: 'a&b' })).toBe('/x?d=0&e=a%26b');
    expect(routes.signIn()).toBe('/sign-in');
    expect(routes.signIn({ callbackUrl: '/apis?x=1' })).toBe('/sign-in?callbackUrl=%2Fapis%3Fx%3D1');
  });
});

describe('links', () => {
  // A link written by hand breaks silently when its page moves.
  it('are all built by lib/client/routes.ts', () => {
    const found = sources(['app', 'components']).flatMap((file) =>
      handwritten(readFileSync(file, 'utf8')).map(
        ({ line, text }) => `${relative(root, file).split(sep).join('/')}:${line}  ${text}`,
      ),
    );
    expect(found, 'use routes from lib/client/routes.ts').toEqual([]);
  });

  it.each([
    '<Link href="/apis">',
    "<Link href='/apis'>",
    '<Link href={"/apis"}>',
    '<a href={`/apis/$' + '{id}`}>',
    "{ href: '/apis', label: 'x' }",
    "router.push('/apis')",
    'router.replace(`/apis/$' + '{id}`)',
    "redirect('/sign-in')",
    "permanentRedirect('/sign-in')",
    "router.prefetch('/apis')",
  ])('the scan catches %s', (line) => {
    expect(handwritten(line)).toHaveLength(1);
  });

  it.each([
    '<Link href={routes.apis()}>',
    '<a href="https://example.com/x">',
    '<a href="#main">',
    "fetch('/api/apis')",
    'router.push(routes.keys())',
  ])('the scan lets %s pass', (line) => {
    expect(handwritten(line)).toEqual([]);
  });
});

function handwritten(source: string): { line: number; text: string }[] {
  const quote = '["\'`]';
  const pattern = new RegExp(
    `\\bhref(?:=|=\\{|:)\\s*${quote}/|\\.(?:push|replace|prefetch)\\(\\s*${quote}/|\\b(?:permanentR|r)edirect\\(\\s*${quote}/`,
  );
  return source
    .split('\n')
    .flatMap((text, index) => (pattern.test(text) ? [{ line: index + 1, text: text.trim() }] : []));
}

function sources(folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}
