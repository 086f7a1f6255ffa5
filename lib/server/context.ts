import 'server-only';
import { systemClock } from '@/lib/clock';
import type { Ctx } from '@/lib/control/context';
import { getRuntime } from '@/lib/runtime';
import { currentActor } from './session';
import { openStore } from './store';

/** The world a verb sees inside the Next server. */
export async function createCtx(requestId: string): Promise<Ctx> {
  const { db, secrets } = await openStore();
  return { actor: await currentActor(), requestId, db, runtime: getRuntime(), secrets, clock: systemClock };
}
