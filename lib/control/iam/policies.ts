import { createPolicyInput, type IamPolicy, policyRef, updatePolicyInput } from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError, StaleEditError } from '@/lib/errors';
import { newIamId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { findPolicy, policyChanges, requirePolicy } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';
import { toPolicy } from './present';
import { refuseBrokenManagedPolicy } from './refuse-broken-policy';

export async function createPolicy(ctx: Ctx, input: unknown): Promise<Published<IamPolicy>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { policyName: name, path, description, document } = parse(createPolicyInput, input);
  refuseBrokenManagedPolicy(ctx, document);
  const policy = await transaction(ctx.db, async (tx) => {
    if ((await findPolicy(tx, accountId, name)) !== null) {
      const message = `The policy ${name} already exists. Choose another name.`;
      throw new ConflictError(message, { policyName: [message] });
    }
    const id = newIamId('ANPA');
    await tx.iamPolicy.create({
      data: { id, accountId, name, path, description, document, createdAt: ctx.clock.now() },
      select: { id: true },
    });
    await bumpRevision(tx, []);
    await recordAudit(tx, ctx, iamEntry('policy', 'create', name, document));
    return toPolicy(await requirePolicy(tx, accountId, name));
  });
  return { ...policy, publish: await publishChange(ctx) };
}

/** Counts at once for everyone it is attached to. */
export async function updatePolicy(ctx: Ctx, input: unknown): Promise<Published<IamPolicy>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { policyName: name, version, description, document } = parse(updatePolicyInput, input);
  refuseBrokenManagedPolicy(ctx, document);
  const policy = await transaction(ctx.db, async (tx) => {
    const before = await requirePolicy(tx, accountId, name);
    if (before.version !== version) throw new StaleEditError(`The policy ${name}`);
    const isOther = document !== undefined && document !== before.document;
    if (isOther || (description !== undefined && description !== before.description)) {
      await tx.iamPolicy.update({
        where: { id: before.id },
        data: {
          ...(description === undefined ? {} : { description }),
          ...(document === undefined ? {} : { document }),
          version: { increment: 1 },
        },
        select: { id: true },
      });
      await bumpRevision(tx, isOther ? await policyChanges(tx, before) : []);
      const summary = isOther ? `Was ${before.document}, is ${document}` : 'description changed';
      await recordAudit(tx, ctx, iamEntry('policy', 'update', name, summary));
    }
    return toPolicy(await requirePolicy(tx, accountId, name));
  });
  return { ...policy, publish: await publishChange(ctx) };
}

/** Refused while it is attached, as on AWS: taking it from everyone is something to decide, not a side effect. */
export async function deletePolicy(ctx: Ctx, input: unknown): Promise<Published<{ policyName: string }>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { policyName } = parse(policyRef, input);
  await transaction(ctx.db, async (tx) => {
    const row = await requirePolicy(tx, accountId, policyName);
    if (row.attachments.length > 0) {
      const names = row.attachments.map(({ identity }) => `${identity.kind} ${identity.name}`);
      const shown = names.slice(0, 5).join(', ');
      const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
      throw new ConflictError(`The policy ${policyName} is attached to ${shown}${more}. Detach it first.`);
    }
    await tx.iamPolicy.delete({ where: { id: row.id }, select: { id: true } });
    await bumpRevision(tx, []);
    await recordAudit(tx, ctx, iamEntry('policy', 'delete', policyName, `Was ${row.document}`));
  });
  return { policyName, publish: await publishChange(ctx) };
}
