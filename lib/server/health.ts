import 'server-only';
import { env } from '@/lib/env';
import { logger } from '@/lib/logger';
import { getRuntime } from '@/lib/runtime';
import { ping } from '@/lib/store/client';
import { inTime } from '@/lib/store/in-time';
import { openStore } from './store';

interface Health {
  readonly status: 'ok' | 'unavailable';
  readonly database: 'reachable' | 'unreachable';
  readonly gateway: 'running' | 'degraded' | 'stopped';
}

/** For load balancers and start scripts: 200 when people can work here, else 503. No details: anyone may ask. */
export async function healthResponse(): Promise<Response> {
  const [database, gateway] = await Promise.all([databaseState(), gatewayState()]);
  // Without workers of its own a console is well even when no gateway is up elsewhere.
  const isUp = database === 'reachable' && (gateway !== 'stopped' || env.gatewayWorkers === 0);
  const health: Health = { status: isUp ? 'ok' : 'unavailable', database, gateway };
  return Response.json(health, { status: isUp ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}

async function databaseState(): Promise<Health['database']> {
  try {
    await inTime(ping((await openStore()).db));
    return 'reachable';
  } catch (error) {
    logger.warn({ err: error }, 'health: the database does not answer');
    return 'unreachable';
  }
}

async function gatewayState(): Promise<Health['gateway']> {
  try {
    return (await getRuntime().status()).state;
  } catch {
    return 'stopped';
  }
}
