import { expect, it } from 'vitest';
import { actionText, targetHref } from './audit-text';

it.each([
  ['api-key.rotate', 'rotated'],
  ['stage.flush-cache', 'flushed the cache of'],
  ['stage.flush-authorizers-cache', 'flushed the authorizers’ cache of'],
  ['demo.remove', 'removed the demo data of'],
  ['api-key.something-new', 'something new'],
])('%s: %s', (action, text) => {
  expect(actionText(action)).toBe(text);
});

it('links to what has a page and can still be there', () => {
  expect(targetHref({ action: 'api-key.create', targetType: 'api-key', targetId: 'abc' })).toBe('/keys/abc');
  expect(targetHref({ action: 'api-key.delete', targetType: 'api-key', targetId: 'abc' })).toBeNull();
  expect(targetHref({ action: 'api-key.import', targetType: 'api-key', targetId: '*' })).toBeNull();
});
