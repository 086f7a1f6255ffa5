import { expect, it } from 'vitest';
import { waitSeconds } from './wait-seconds';

it.each([
  ['Too many attempts. Try again in 15 seconds.', 15],
  ['Too many attempts. Try again in 1 seconds.', 1],
  ['Too many attempts. Try again in 2 minutes.', 120],
  ['Wrong e-mail or password.', null],
])('%s', (message, seconds) => {
  expect(waitSeconds(message)).toBe(seconds);
});
