import { type IdentityRef, identityRef } from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { transaction } from '@/lib/store/client';
import { principalChanges, requireIdentity } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';

/** Takes keys, inline policies and memberships with it, as IAM's own console does. */
export async function deleteIdentity(ctx: Ctx, input: unknown): Promise<Published<IdentityRef>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { kind, name } = parse(identityRef, input);
  await transaction(ctx.db, async (tx) => {
    const row = await requireIdentity(tx, accountId, kind, name);
    await tx.iamIdentity.delete({ where: { id: row.id }, select: { id: true } });
    await bumpRevision(tx, principalChanges(row));
    const keys = row.accessKeys.map(({ id }) => id).join(', ');
    await recordAudit(tx, ctx, iamEntry(kind, 'delete', name, keys === '' ? '' : `With its access keys ${keys}`));
  });
  return { kind, name, publish: await publishChange(ctx) };
}
