import { type FunctionSummary, listFunctionsInput } from '@/lib/contract/function';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listFunctionRecords } from '@/lib/store/functions';
import { toFunctionSummary } from './present';

export async function listFunctions(ctx: Ctx, input: unknown): Promise<FunctionSummary[]> {
  const { accountId } = requireScope(ctx, 'function:read');
  const search = parse(listFunctionsInput, input).search.toLowerCase();
  return (await listFunctionRecords(ctx.db, accountId))
    .filter(({ row }) => `${row.name}\n${row.description}`.toLowerCase().includes(search))
    .map(toFunctionSummary);
}
