import { expect, it } from 'vitest';
import { readEnv } from './env';

it.each<{ readonly text: string | undefined; readonly allowed: boolean | readonly string[] }>([
  { text: undefined, allowed: false },
  { text: '', allowed: false },
  { text: '0', allowed: false },
  { text: 'false', allowed: false },
  { text: '1', allowed: true },
  { text: ' true ', allowed: true },
  { text: '10.0.0.0/8, orders.internal:8080,', allowed: ['10.0.0.0/8', 'orders.internal:8080'] },
])('GATEHOUSE_ALLOW_PRIVATE_BACKENDS=$text allows $allowed', ({ text, allowed }) => {
  expect(
    readEnv({ GATEHOUSE_ALLOW_PRIVATE_BACKENDS: text } as unknown as NodeJS.ProcessEnv).allowPrivateBackends,
  ).toEqual(allowed);
});
