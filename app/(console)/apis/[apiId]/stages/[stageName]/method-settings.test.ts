import { describe, expect, it } from 'vitest';
import type { MethodSettings } from '@/lib/contract/stage';
import { ALL_METHODS } from './card-props';
import {
  cacheText,
  inheritedSettings,
  isOrphaned,
  loggingText,
  methodSettingsForm,
  settableKeys,
  throttleText,
  toSettings,
  toValues,
} from './method-settings';

describe('what a method inherits', () => {
  const settings: Record<string, MethodSettings> = {
    [ALL_METHODS]: { loggingLevel: 'ERROR', cachingEnabled: true, cacheTtlInSeconds: 60, metricsEnabled: false },
    '~1pets/ANY': { loggingLevel: 'INFO', cachingEnabled: true },
  };

  it.each([
    ['all methods: AWS’s defaults', ALL_METHODS, { loggingLevel: 'OFF', cacheTtlInSeconds: 300, cachingEnabled: true }],
    ['a method of its own', '~1shops/GET', { loggingLevel: 'ERROR', cacheTtlInSeconds: 60, cachingEnabled: true }],
    ['another verb than GET is not cached', '~1shops/POST', { loggingLevel: 'ERROR', cachingEnabled: false }],
    ['ANY as a whole is not cached either', '~1shops/ANY', { cachingEnabled: false, metricsEnabled: false }],
    ['a verb of an ANY with settings', '~1pets/POST', { loggingLevel: 'INFO', cachingEnabled: true }],
    ['that ANY itself', '~1pets/ANY', { loggingLevel: 'ERROR', cachingEnabled: false }],
  ])('%s', (_title, key, expected) => {
    expect(inheritedSettings(settings, key)).toMatchObject(expected);
  });
});

it('the form holds every setting and gives back no more than was set', () => {
  const all: Required<MethodSettings> = {
    metricsEnabled: false,
    throttlingRateLimit: 0.5,
    throttlingBurstLimit: 0,
    cachingEnabled: true,
    cacheTtlInSeconds: 0,
    cacheDataEncrypted: true,
    requireAuthorizationForCacheControl: false,
    unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
    loggingLevel: 'INFO',
    dataTraceEnabled: true,
  };
  expect(toSettings(methodSettingsForm.parse(toValues('~1a/GET', all)))).toEqual(all);
  expect(toSettings(methodSettingsForm.parse(toValues(ALL_METHODS)))).toEqual({});
});

it.each([
  ['no method', toValues(''), 'key'],
  ['an override without content', toValues('~1a/GET'), 'key'],
  ['a rate alone', toValues('~1a/GET', { throttlingRateLimit: 1 }), 'burst'],
  ['a TTL of more than an hour', toValues('~1a/GET', { cacheTtlInSeconds: 3601 }), 'ttl'],
])('refuses %s', (_title, values, field) => {
  const fields = methodSettingsForm.safeParse(values).error?.issues.map(({ path }) => path[0]);
  expect(fields).toContain(field);
});

it('an ANY can be set as a whole and verb by verb; what no deployment has is orphaned', () => {
  const stage = {
    routes: [
      { path: '/', method: 'ANY' },
      { path: '/pets', method: 'GET' },
    ],
  };
  expect(settableKeys(stage)).toEqual([
    ...['ANY', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((verb) => `~1/${verb}`),
    '~1pets/GET',
  ]);
  expect(isOrphaned(stage, ALL_METHODS)).toBe(false);
  expect(isOrphaned(stage, '~1/PATCH')).toBe(false);
  expect(isOrphaned(stage, '~1pets/POST')).toBe(true);
});

it('rows say what is set, and nothing of what is not', () => {
  expect([throttleText({}), cacheText({}), loggingText({})]).toEqual(['', '', '']);
  expect(throttleText({ throttlingRateLimit: 1000, throttlingBurstLimit: 5 })).toBe('1,000/s, burst 5');
  expect(cacheText({ cachingEnabled: false, cacheTtlInSeconds: 5 })).toBe('off');
  expect(
    cacheText({
      cachingEnabled: true,
      cacheTtlInSeconds: 5,
      cacheDataEncrypted: true,
      requireAuthorizationForCacheControl: true,
    }),
  ).toBe('on, 5 s, encrypted, refresh restricted');
  expect(loggingText({ loggingLevel: 'OFF', dataTraceEnabled: true, metricsEnabled: false })).toBe(
    'log off, data trace, no metrics',
  );
});
