import { expect, it } from 'vitest';
import { UnavailableError } from '../errors';
import { inTime } from './in-time';

it('gives the answer, the failure, or up', async () => {
  expect(await inTime(Promise.resolve(1))).toBe(1);
  await expect(inTime(Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(inTime(new Promise(() => {}), 1)).rejects.toBeInstanceOf(UnavailableError);
});

it('does not care about a failure that comes too late', async () => {
  let fail: (error: Error) => void = () => {};
  const read = new Promise<never>((_, reject) => {
    fail = reject;
  });
  await expect(inTime(read, 1)).rejects.toBeInstanceOf(UnavailableError);
  fail(new Error('too late'));
  await expect(read).rejects.toThrow('too late');
});
