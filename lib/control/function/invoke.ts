import { type InvokeFunctionResult, invokeFunctionInput } from '@/lib/contract/function';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireFunction } from '@/lib/store/functions';

/** The console's test button: runs the function once, with the log it wrote. Needs no permission of the function's own. */
export async function invokeFunction(ctx: Ctx, input: unknown): Promise<InvokeFunctionResult> {
  const { accountId } = requireScope(ctx, 'function:invoke');
  const { functionName, qualifier, payload } = parse(invokeFunctionInput, input);
  await requireFunction(ctx.db, accountId, functionName);
  const result = await ctx.runtime.functions.invoke({
    accountId,
    name: functionName,
    qualifier,
    payload,
    type: 'RequestResponse',
    logTail: true,
  });
  return {
    statusCode: result.statusCode,
    requestId: result.requestId,
    executedVersion: result.executedVersion,
    functionError: result.functionError ?? null,
    payload: result.payload,
    logTail: result.logTail ?? '',
    tookMs: result.tookMs,
  };
}
