import { MAX_PAYLOAD_BYTES } from '@/lib/contract/function';
import { invokeFunction } from '@/lib/control/function/invoke';
import { bodyRoute } from '@/lib/server/route';

/** The body is the event. Not a server action: those wait for each other, and a function may take minutes. */
export const POST = bodyRoute({
  maxBytes: MAX_PAYLOAD_BYTES,
  run: async (ctx, input, body) => invokeFunction(ctx, { ...input, payload: (await body()).toString('utf8') }),
});
