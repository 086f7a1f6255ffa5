import type { Ctx } from '@/lib/control/context';
import { newUuid } from '@/lib/ids';
import { createCtx } from './context';
import { problemResponse } from './problem';

interface RouteSpec<Output> {
  /** Reads the verb's answer; the verb checks scope and account. */
  run(ctx: Ctx, input: unknown): Promise<Output>;
}

type RouteParams = { params: Promise<Record<string, string | string[] | undefined>> };

/**
 * A read for react-query: path parameters and the query string become the verb's input, its answer the JSON body.
 * Errors leave as RFC 9457 problems.
 */
export function route<Output>({ run }: RouteSpec<Output>) {
  return async (request: Request, { params }: RouteParams): Promise<Response> => {
    const requestId = newUuid();
    try {
      const ctx = await createCtx(requestId);
      const query = Object.fromEntries(new URL(request.url).searchParams);
      const body = await run(ctx, { ...query, ...(await params) });
      return Response.json(body, { headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
    } catch (error) {
      return problemResponse(error, requestId, `GET ${new URL(request.url).pathname}`);
    }
  };
}
