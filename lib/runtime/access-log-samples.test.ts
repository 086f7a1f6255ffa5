import { expect, it } from 'vitest';
import { ACCESS_LOG_SAMPLES } from '@/lib/contract/access-log';
import { contextNames } from '@/lib/gateway/mapping/context-variables';
import { logVariable } from '@/lib/gateway/observe/access-log-variables';

it('the console shows a sample of every variable that the gateway fills, and of no other', () => {
  const samples = Object.keys(ACCESS_LOG_SAMPLES);
  expect(samples.filter((name) => logVariable(name) === undefined)).toEqual([]);
  const groups = ['error', 'identity'].flatMap((group) => contextNames(group).map((name) => `${group}.${name}`));
  expect(groups.filter((name) => !samples.includes(name))).toEqual([]);
});
