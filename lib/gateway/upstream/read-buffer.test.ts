import { expect, it } from 'vitest';
import { READ_BUFFER, ReadBuffer } from './read-buffer';

const LONG = READ_BUFFER.length;

it('short answers land in the buffer of all', () => {
  const buffer = new ReadBuffer();
  expect(buffer.next()).toBe(READ_BUFFER);
  buffer.filled(200);
  expect(buffer.next()).toBeUndefined();
  expect(buffer.isOwn).toBe(false);
});

it('a long one lands in a buffer of its own until it is complete, which then serves the next', () => {
  const buffer = new ReadBuffer();
  buffer.next();
  buffer.filled(LONG);
  const own = buffer.next();
  expect(own).not.toBe(READ_BUFFER);
  expect(buffer.isOwn).toBe(true);
  expect(buffer.filled(300).buffer).toBe(own?.buffer);
  expect(buffer.next()).toBeUndefined();
  buffer.release();
  expect(buffer.next()).toBe(READ_BUFFER);
  const other = new ReadBuffer();
  other.next();
  other.filled(LONG);
  expect(other.next()).toBe(own);
});

it('a buffer that is lent at the end serves nobody else', () => {
  const buffer = new ReadBuffer();
  buffer.next();
  buffer.filled(LONG);
  const own = buffer.next();
  buffer.isLent = true;
  buffer.release();
  expect(buffer.next()).toBe(READ_BUFFER);
  const other = new ReadBuffer();
  other.next();
  other.filled(LONG);
  expect(other.next()).not.toBe(own);
});
