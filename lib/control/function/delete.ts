import { functionRef } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { transaction } from '@/lib/store/client';
import { deleteFunctionRow, dropUnusedCode, requireFunction } from '@/lib/store/functions';
import { bumpRevision } from '@/lib/store/revision';
import { listCallers, refuseWhileCalled } from './callers';

export interface DeletedFunction {
  readonly name: string;
}

/** With its versions, aliases, permissions and code; refused while a method calls it. */
export async function deleteFunction(ctx: Ctx, input: unknown): Promise<Published<DeletedFunction>> {
  const { accountId } = requireScope(ctx, 'function:write');
  const { functionName } = parse(functionRef, input);
  await transaction(ctx.db, async (tx) => {
    const { row, latest, versions } = await requireFunction(tx, accountId, functionName);
    refuseWhileCalled(`The function ${functionName}`, await listCallers(tx, accountId, functionName));
    await deleteFunctionRow(tx, row.id);
    await dropUnusedCode(
      tx,
      [...versions, ...(latest === undefined ? [] : [latest])].map(({ codeSha256 }) => codeSha256),
    );
    await bumpRevision(tx, [{ kind: 'function', entityId: row.id }]);
    await recordAudit(tx, ctx, {
      action: 'function.delete',
      targetType: 'function',
      targetId: functionName,
      targetName: functionName,
      summary: versions.length === 0 ? '' : `With ${versions.length} published versions`,
    });
  });
  return { name: functionName, publish: await publishChange(ctx) };
}
