import type { Ctx } from '@/lib/control/context';
import { ForbiddenError, TooLargeError, UnauthenticatedError } from '@/lib/errors';
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

interface BodyRouteSpec<Output> {
  readonly maxBytes: number;
  /** `input` as for a read. The verb checks scope and account before it asks for the body. */
  run(ctx: Ctx, input: object, body: () => Promise<Buffer>): Promise<Output>;
}

/** For what a server action can't carry: large bodies, and what takes so long that other actions must not wait for it. */
export function bodyRoute<Output>({ maxBytes, run }: BodyRouteSpec<Output>) {
  return async (request: Request, { params }: RouteParams): Promise<Response> => {
    const requestId = newUuid();
    const { pathname, searchParams } = new URL(request.url);
    try {
      refuseOtherSites(request);
      const ctx = await createCtx(requestId);
      if (ctx.actor.kind === 'anonymous') throw new UnauthenticatedError();
      const input = { ...Object.fromEntries(searchParams), ...(await params) };
      const answer = await run(ctx, input, () => readBody(request, maxBytes));
      return Response.json(answer, { headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
    } catch (error) {
      return problemResponse(error, requestId, `${request.method} ${pathname}`);
    }
  };
}

/** As Next does for server actions. The cookie's SameSite is the first lock, this the second. */
function refuseOtherSites({ headers }: Request): void {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const isOwn =
    site === null
      ? origin === null || (URL.canParse(origin) && new URL(origin).host === headers.get('host'))
      : site === 'same-origin' || site === 'none';
  if (!isOwn) throw new ForbiddenError('This can only be asked for by the console’s own pages.');
}

async function readBody({ headers, body }: Request, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new TooLargeError(`What was sent has more than ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (body !== null) {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}
