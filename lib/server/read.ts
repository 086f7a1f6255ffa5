import 'server-only';
import { unstable_rethrow } from 'next/navigation';
import type { Ctx } from '@/lib/control/context';
import { newUuid } from '@/lib/ids';
import { createCtx } from './context';

/** One read for a page's own use (its title, say); null for what does not exist, may not be seen or can't be read now. */
export async function readOrNull<Output>(
  verb: (ctx: Ctx, input: unknown) => Promise<Output>,
  input: unknown,
): Promise<Output | null> {
  try {
    return await verb(await createCtx(newUuid()), input);
  } catch (error) {
    unstable_rethrow(error);
    return null;
  }
}
