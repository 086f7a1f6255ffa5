import { type FunctionLog, functionLogInput } from '@/lib/contract/function';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireFunction } from '@/lib/store/functions';

/** What the function printed, oldest first. */
export async function getFunctionLog(ctx: Ctx, input: unknown): Promise<FunctionLog> {
  const { accountId } = requireScope(ctx, 'function:read');
  const { functionName, afterSequence, limit } = parse(functionLogInput, input);
  const { row } = await requireFunction(ctx.db, accountId, functionName);
  const { lines, dropped } = await ctx.runtime.functions.logs({
    functionId: row.id,
    limit,
    ...(afterSequence === undefined ? {} : { afterSequence }),
  });
  return { lines: lines.map(({ atMs, ...line }) => ({ ...line, at: new Date(atMs).toISOString() })), dropped };
}
