import { describe, expect, it } from 'vitest';
import { safeCallbackUrl } from './callback-url';
import { sameOrigin } from './options';

describe('where a sign-in leads', () => {
  it.each(['/', '/apis/abc?stage=prod#top', '/portal/products/1', '/a//b'])('takes %s', (path) => {
    expect(safeCallbackUrl(path, '/home')).toBe(path);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    'apis',
    '/..//evil.example',
    '',
    undefined,
    ['/apis'],
  ])('refuses %j', (value) => {
    expect(safeCallbackUrl(value, '/home')).toBe('/home');
  });

  it('stays on the origin that people typed', () => {
    expect(sameOrigin('/apis', 'http://localhost:3000')).toBe('http://localhost:3000/apis');
    expect(sameOrigin('http://localhost:3000/apis', 'http://localhost:3000')).toBe('http://localhost:3000/apis');
    for (const url of ['https://evil.example', '//evil.example/x', 'http://localhost:3001/', 'javascript:alert(1)']) {
      expect(sameOrigin(url, 'http://localhost:3000')).toBe('http://localhost:3000');
    }
  });
});
