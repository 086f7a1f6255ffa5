import { type FunctionDetail, functionRef } from '@/lib/contract/function';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { describeFunction } from './present';

export async function getFunction(ctx: Ctx, input: unknown): Promise<FunctionDetail> {
  const { accountId } = requireScope(ctx, 'function:read');
  return describeFunction(ctx.db, accountId, parse(functionRef, input).functionName);
}
