import { beforeAll, describe, expect, it, vi } from 'vitest';
import * as errors from './errors';

/** As Next's other module graphs have it. */
let copy: typeof errors;
beforeAll(async () => {
  vi.resetModules();
  copy = await import('./errors');
});

describe('service errors', () => {
  it('are told apart by kind, across copies of this module', () => {
    expect(copy.ConflictError).not.toBe(errors.ConflictError);
    const stale: unknown = new copy.StaleEditError('The stage');
    expect(stale).toBeInstanceOf(errors.StaleEditError);
    expect(stale).toBeInstanceOf(errors.ConflictError);
    expect(stale).toBeInstanceOf(errors.ServiceError);
    expect(stale).toBeInstanceOf(Error);
    expect(stale).not.toBeInstanceOf(errors.NotFoundError);
    expect(new errors.ConflictError('x')).not.toBeInstanceOf(copy.StaleEditError);
    for (const other of [new Error('x'), null, undefined, 'ConflictError', {}]) {
      expect(other).not.toBeInstanceOf(errors.ServiceError);
    }
  });

  it('each have a kind of their own', () => {
    const classes = Object.entries(errors).filter(([, value]) => typeof value === 'function');
    expect(classes.length).toBeGreaterThan(8);
    for (const [name, type] of classes) expect((type as typeof errors.ServiceError).kind).toBe(name);
  });
});
