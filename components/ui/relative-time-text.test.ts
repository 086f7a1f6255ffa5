import { expect, it } from 'vitest';
import { relative } from './relative-time-text';

const now = Date.UTC(2026, 0, 15, 12);
const second = 1000;

it.each([
  [0, 'just now'],
  [-20, 'just now'],
  [20, 'in a moment'],
  [-60, '1m ago'],
  [-59 * 60, '59m ago'],
  [-3600, '1h ago'],
  [-5.5 * 3600, '5h ago'],
  [2 * 3600, 'in 2h'],
  [-86_400, 'yesterday'],
  [86_400, 'tomorrow'],
  [-8 * 86_400, 'last wk.'],
  [-15 * 86_400, '2w ago'],
  [-400 * 86_400, 'last yr.'],
])('%i s from now reads “%s”', (seconds, text) => {
  expect(relative(now + seconds * second, now)).toBe(text);
});
