import { type IamIdentity, inlinePolicyRef, putInlinePolicyInput } from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { NotFoundError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { principalChanges, requireIdentity } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';
import { describeIdentity } from './present';
import { refuseBrokenInlinePolicy } from './refuse-broken-policy';

/** Makes it or replaces it. */
export async function putInlinePolicy(ctx: Ctx, input: unknown): Promise<Published<IamIdentity>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { kind, name, policyName, document } = parse(putInlinePolicyInput, input);
  const identity = await transaction(ctx.db, async (tx) => {
    const row = await requireIdentity(tx, accountId, kind, name);
    const before = row.inlinePolicies.find((policy) => policy.name === policyName);
    const others = row.inlinePolicies.filter((policy) => policy !== before);
    refuseBrokenInlinePolicy(ctx, kind, document, others);
    await tx.iamInlinePolicy.upsert({
      where: { identityId_name: { identityId: row.id, name: policyName } },
      create: { identityId: row.id, name: policyName, document },
      update: { document },
      select: { name: true },
    });
    await bumpRevision(tx, principalChanges(row));
    const was = before === undefined ? '' : `was ${before.document}, `;
    await recordAudit(tx, ctx, iamEntry(kind, 'put-inline-policy', name, `${policyName} ${was}is ${document}`));
    return describeIdentity(tx, accountId, kind, name);
  });
  return { ...identity, publish: await publishChange(ctx) };
}

export async function deleteInlinePolicy(ctx: Ctx, input: unknown): Promise<Published<IamIdentity>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { kind, name, policyName } = parse(inlinePolicyRef, input);
  const identity = await transaction(ctx.db, async (tx) => {
    const row = await requireIdentity(tx, accountId, kind, name);
    const before = row.inlinePolicies.find((policy) => policy.name === policyName);
    if (before === undefined) throw new NotFoundError(`The policy ${policyName} of ${name}`);
    await tx.iamInlinePolicy.delete({
      where: { identityId_name: { identityId: row.id, name: policyName } },
      select: { name: true },
    });
    await bumpRevision(tx, principalChanges(row));
    await recordAudit(tx, ctx, iamEntry(kind, 'delete-inline-policy', name, `${policyName} was ${before.document}`));
    return describeIdentity(tx, accountId, kind, name);
  });
  return { ...identity, publish: await publishChange(ctx) };
}
