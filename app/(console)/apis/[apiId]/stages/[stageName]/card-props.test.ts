import { expect, it } from 'vitest';
import type { StageDetail } from '@/lib/contract/stage';
import { ALL_METHODS, routeOfKey, settingsKey, withMethodSettings } from './card-props';

it.each([
  ['/', 'GET', '~1/GET'],
  ['/pets/{petId}', 'ANY', '~1pets~1{petId}/ANY'],
])('writes %s %s as %s and reads it back', (path, method, key) => {
  expect(settingsKey(path, method)).toBe(key);
  expect(routeOfKey(key)).toEqual({ path, method });
});

it('changes one entry and drops what says nothing', () => {
  const stage = {
    methodSettings: { [ALL_METHODS]: { cacheTtlInSeconds: 5 }, '~1a/GET': {} },
  } as unknown as StageDetail;
  expect(withMethodSettings(stage, ALL_METHODS, { throttlingRateLimit: 1 })).toEqual({
    [ALL_METHODS]: { cacheTtlInSeconds: 5, throttlingRateLimit: 1 },
    '~1a/GET': {},
  });
  expect(withMethodSettings(stage, ALL_METHODS, { cacheTtlInSeconds: undefined })).toEqual({ '~1a/GET': {} });
});
