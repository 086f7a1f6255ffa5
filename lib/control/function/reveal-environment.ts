import { type FunctionEnvironment, functionRef } from '@/lib/contract/function';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { transaction } from '@/lib/store/client';
import { openEnvironment } from '@/lib/store/function-secrets';
import { requireFunction } from '@/lib/store/functions';
import { requireLatest } from './change';

/** Shows the values of $LATEST's environment. Who looked is part of the audit log: without the entry, no values. */
export async function revealFunctionEnvironment(ctx: Ctx, input: unknown): Promise<FunctionEnvironment> {
  const { accountId } = requireScope(ctx, 'function:reveal');
  const { functionName } = parse(functionRef, input);
  return transaction(ctx.db, async (tx) => {
    const record = await requireFunction(tx, accountId, functionName);
    const { environmentSealed } = requireLatest(record);
    await recordAudit(tx, ctx, {
      action: 'function.reveal-environment',
      targetType: 'function',
      targetId: functionName,
      targetName: functionName,
    });
    return { environment: openEnvironment(ctx.secrets, record.row.id, environmentSealed) };
  });
}
