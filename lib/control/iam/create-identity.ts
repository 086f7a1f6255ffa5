import { createIdentityInput, type IamIdentity } from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError } from '@/lib/errors';
import { newIamId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { findIdentity, principalChange } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';
import { describeIdentity } from './present';
import { refuseBrokenTrustPolicy } from './refuse-broken-policy';

const PREFIXES = { user: 'AIDA', group: 'AGPA', role: 'AROA' } as const;

/** A user, a group or a role. It may do nothing yet: that is what policies are for. */
export async function createIdentity(ctx: Ctx, input: unknown): Promise<Published<IamIdentity>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { kind, name, path, description, trustPolicy, maxSessionSeconds } = parse(createIdentityInput, input);
  refuseBrokenTrustPolicy(ctx, trustPolicy);
  const identity = await transaction(ctx.db, async (tx) => {
    if ((await findIdentity(tx, accountId, kind, name)) !== null) {
      const message = `The ${kind} ${name} already exists. Choose another name.`;
      throw new ConflictError(message, { name: [message] });
    }
    const id = newIamId(PREFIXES[kind]);
    await tx.iamIdentity.create({
      data: {
        ...{ id, accountId, kind, name, path, description, createdAt: ctx.clock.now() },
        ...(trustPolicy === undefined ? {} : { trustPolicy }),
        ...(maxSessionSeconds === undefined ? {} : { maxSessionSeconds }),
      },
      select: { id: true },
    });
    await bumpRevision(tx, kind === 'group' ? [] : [principalChange(id)]);
    await recordAudit(tx, ctx, iamEntry(kind, 'create', name));
    return describeIdentity(tx, accountId, kind, name);
  });
  return { ...identity, publish: await publishChange(ctx) };
}
