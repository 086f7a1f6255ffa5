import { expect, it } from 'vitest';
import { claimTexts } from './claim-texts';

it.each<[string, string, unknown, string | undefined]>([
  ['text as it is', 'email', 'ada@example.com', 'ada@example.com'],
  ['a truth value', 'email_verified', true, 'true'],
  ['a number', 'auth_time', 1_768_478_400, '1768478400'],
  ['the time of issue as Java writes dates', 'iat', 1_768_478_400, 'Thu Jan 15 12:00:00 UTC 2026'],
  ['the time of expiry as Java writes dates', 'exp', 1_768_482_005, 'Thu Jan 15 13:00:05 UTC 2026'],
  ['groups with commas', 'cognito:groups', ['admins', 'editors'], 'admins,editors'],
  ['no groups', 'cognito:groups', [], ''],
  ['an object as JSON', 'address', { city: 'London' }, '{"city":"London"}'],
  ['a mixed list as JSON', 'list', [1, 'a'], '[1,"a"]'],
  ['null not at all', 'middle_name', null, undefined],
])('shows %s', (_title, name, value, text) => {
  expect(claimTexts({ [name]: value }).get(name)).toBe(text);
});
