import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { ActionResult } from '@/lib/contract/result';
import type { Ctx } from '@/lib/control/context';
import { newUuid } from '@/lib/ids';
import { createCtx } from '@/lib/server/context';
import { toPublicError } from '@/lib/server/problem';

/** Session → actor → verb → typed result. Every server action is one call of this. */
export async function runAction<Output>(
  name: string,
  verb: (ctx: Ctx, input: unknown) => Promise<Output>,
  input: unknown,
): Promise<ActionResult<Output>> {
  const requestId = newUuid();
  try {
    return { ok: true, data: await verb(await createCtx(requestId), input) };
  } catch (error) {
    unstable_rethrow(error);
    const { status: _status, ...publicError } = toPublicError(error, requestId, name);
    return { ok: false, error: publicError };
  }
}
