import { expect, it } from 'vitest';
import { RequestIds } from './request-ids';

const ids = new RequestIds();
const many = <T>(make: () => T): T[] => Array.from({ length: 10_000 }, make);

it('request ids are UUIDs, and the client’s own if that is one', () => {
  for (const id of many(() => ids.requestId(''))) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(ids.requestId('A1B2C3D4-1111-2222-3333-444455556666')).toBe('A1B2C3D4-1111-2222-3333-444455556666');
  expect(ids.requestId('A1B2C3D4-1111-2222-3333-444455556666\r\n')).not.toContain('A1B2C3D4');
});

it('extended ids are 11 bytes of base64 and do not repeat', () => {
  const made = many(() => ids.extendedRequestId());
  expect(new Set(made).size).toBe(made.length);
  for (const id of made) expect(Buffer.from(id, 'base64').toString('base64')).toBe(id);
  expect(Buffer.from(made[0] ?? '', 'base64')).toHaveLength(11);
});

it('trace ids carry the time and do not repeat', () => {
  const made = many(() => ids.traceRoot(Date.UTC(2026, 0, 1), ids.requestId('')));
  expect(new Set(made).size).toBe(made.length);
  for (const id of made) expect(id).toMatch(/^1-6955b900-[0-9a-f]{24}$/);
});
