import 'server-only';
import { systemClock } from '@/lib/clock';
import type { Ctx } from '@/lib/control/context';
import { ANONYMOUS } from '@/lib/control/session/resolve-actor';
import { newUuid } from '@/lib/ids';
import { getRuntime } from '@/lib/runtime';
import { answerIdp, IDP_CORS_HEADERS } from './answer-idp';
import { problemResponse } from './problem';
import { openStore } from './store';

/** Whoever asks is nobody of the console's, whatever cookies come along: user pools know their own people. */
async function nobody(): Promise<Ctx> {
  const { db, secrets } = await openStore();
  return { actor: ANONYMOUS, requestId: newUuid(), db, runtime: getRuntime(), secrets, clock: systemClock };
}

export const handleIdp = async (request: Request): Promise<Response> => answerIdp(await nobody(), request);

export const preflight = (): Response => new Response(null, { status: 204, headers: IDP_CORS_HEADERS });

type PoolParams = { params: Promise<{ userPoolId: string }> };

/** A document of a pool's that everyone may read, for a few minutes from their own cache. */
export function poolDocument(read: (ctx: Ctx, input: unknown) => Promise<object>) {
  return async (request: Request, { params }: PoolParams): Promise<Response> => {
    const ctx = await nobody();
    try {
      const headers = { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' };
      return Response.json(await read(ctx, await params), { headers });
    } catch (error) {
      return problemResponse(error, ctx.requestId, `GET ${new URL(request.url).pathname}`);
    }
  };
}
