import type { FunctionDetail } from '@/lib/contract/function';
import type { Published } from '@/lib/contract/result';
import { type AuditEntry, recordAudit } from '@/lib/control/audit/record';
import type { Ctx } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { type Tx, transaction } from '@/lib/store/client';
import { type FunctionRecord, requireFunction, type VersionRecord } from '@/lib/store/functions';
import { bumpRevision } from '@/lib/store/revision';
import { describeFunction } from './present';

interface Change {
  readonly accountId: string;
  readonly functionName: string;
  /** What the edit was made from; absent for what does not collide. */
  readonly version?: number;
  /** Writes, and says what for the audit log; undefined: nothing changed. */
  write(tx: Tx, before: FunctionRecord): Promise<Pick<AuditEntry, 'action' | 'summary'> | undefined>;
}

/** What every change of a function shares: one transaction with its audit entry and revision, then the runtime is told. */
export async function changeFunction(ctx: Ctx, change: Change): Promise<Published<FunctionDetail>> {
  const { accountId, functionName } = change;
  const detail = await transaction(ctx.db, async (tx) => {
    const before = await requireFunction(tx, accountId, functionName);
    if (change.version !== undefined && before.row.version !== change.version) {
      throw new StaleEditError(`The function ${functionName}`);
    }
    const entry = await change.write(tx, before);
    if (entry !== undefined) {
      await bumpRevision(tx, [{ kind: 'function', entityId: before.row.id }]);
      await recordAudit(tx, ctx, {
        ...entry,
        targetType: 'function',
        targetId: functionName,
        targetName: functionName,
      });
    }
    return describeFunction(tx, accountId, functionName);
  });
  return { ...detail, publish: await publishChange(ctx) };
}

/** A remote function has no code, settings and versions here: they are kept where it runs. */
export function requireLatest({ row, latest }: FunctionRecord): VersionRecord {
  if (latest !== undefined) return latest;
  throw new ConflictError(`${row.name} is a remote function: its code, settings and versions are kept where it runs.`);
}
