import { expect, it } from 'vitest';
import { pagePolicy } from './content-security-policy';

const directive = (policy: string, name: string) =>
  policy
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);

it('runs no inline script without the nonce, and no text as code', () => {
  const scripts = directive(pagePolicy('abc', false), 'script-src');
  expect(scripts).toBe("'self' 'nonce-abc'");
});

it('lets no page be framed, re-based or send its forms elsewhere', () => {
  const policy = pagePolicy('abc', false);
  expect(directive(policy, 'frame-ancestors')).toBe("'none'");
  expect(directive(policy, 'base-uri')).toBe("'none'");
  expect(directive(policy, 'form-action')).toBe("'self'");
  expect(directive(policy, 'script-src-attr')).toBe("'none'");
});
