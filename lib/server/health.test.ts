import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UnavailableError } from '@/lib/errors';
import { healthResponse } from './health';

const world = vi.hoisted(() => ({ database: true, gateway: 'running', workers: 1 }));
vi.mock('@/lib/env', () => ({
  env: {
    logLevel: 'silent',
    get gatewayWorkers() {
      return world.workers;
    },
  },
}));
vi.mock('./store', () => ({ openStore: async () => ({ db: {} }) }));
vi.mock('@/lib/store/client', () => ({
  ping: async () => {
    if (!world.database) throw new UnavailableError('password=hunter2');
  },
}));
vi.mock('@/lib/runtime', () => ({
  getRuntime: () => {
    if (world.gateway === 'none') throw new Error('not started');
    return { status: async () => ({ state: world.gateway, url: 'secret' }) };
  },
}));

describe('the console’s health', () => {
  beforeEach(() => Object.assign(world, { database: true, gateway: 'running', workers: 1 }));

  it.each([
    [{}, 200, 'reachable', 'running'],
    [{ gateway: 'degraded' }, 200, 'reachable', 'degraded'],
    [{ gateway: 'stopped' }, 503, 'reachable', 'stopped'],
    [{ gateway: 'none' }, 503, 'reachable', 'stopped'],
    [{ gateway: 'stopped', workers: 0 }, 200, 'reachable', 'stopped'],
    [{ database: false }, 503, 'unreachable', 'running'],
  ] as const)('is with %j: %i', async (state, status, database, gateway) => {
    Object.assign(world, state);
    const response = await healthResponse();
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ status: status === 200 ? 'ok' : 'unavailable', database, gateway });
  });
});
