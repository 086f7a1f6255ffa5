import { attachPoliciesInput, type IamIdentity } from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { transaction } from '@/lib/store/client';
import { principalChanges, requireIdentity, requirePolicy } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';
import { describeIdentity } from './present';

/** Attaches these managed policies and no others. */
export async function attachPolicies(ctx: Ctx, input: unknown): Promise<Published<IamIdentity>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { kind, name, policyNames } = parse(attachPoliciesInput, input);
  const identity = await transaction(ctx.db, async (tx) => {
    const row = await requireIdentity(tx, accountId, kind, name);
    const names = [...new Set(policyNames)];
    const policies: { id: string }[] = [];
    for (const policyName of names) policies.push(await requirePolicy(tx, accountId, policyName));
    await tx.iamAttachment.deleteMany({ where: { identityId: row.id } });
    await tx.iamAttachment.createMany({ data: policies.map(({ id }) => ({ identityId: row.id, policyId: id })) });
    await bumpRevision(tx, principalChanges(row));
    const before = row.attachments.map(({ policy }) => policy.name);
    const summary = `Policies were ${listed(before)}, are ${listed(names)}`;
    await recordAudit(tx, ctx, iamEntry(kind, 'policies', name, summary));
    return describeIdentity(tx, accountId, kind, name);
  });
  return { ...identity, publish: await publishChange(ctx) };
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
