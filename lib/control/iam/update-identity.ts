import { type IamIdentity, updateIdentityInput } from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { InvalidInputError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { principalChanges, requireIdentity } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';
import { describeIdentity } from './present';
import { refuseBrokenTrustPolicy } from './refuse-broken-policy';

/** Names stay: ARNs hold them. */
export async function updateIdentity(ctx: Ctx, input: unknown): Promise<Published<IamIdentity>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { kind, name, version, ...fields } = parse(updateIdentityInput, input);
  if (kind !== 'role' && (fields.trustPolicy !== undefined || fields.maxSessionSeconds !== undefined)) {
    throw new InvalidInputError('Only roles have a trust policy and a session’s length.', {});
  }
  refuseBrokenTrustPolicy(ctx, fields.trustPolicy);
  const identity = await transaction(ctx.db, async (tx) => {
    const before = await requireIdentity(tx, accountId, kind, name);
    if (before.version !== version) throw new StaleEditError(`The ${kind} ${name}`);
    const { description, trustPolicy, maxSessionSeconds } = fields;
    const said: string[] = [];
    if (description !== undefined && description !== before.description) said.push('description changed');
    if (trustPolicy !== undefined && trustPolicy !== before.trustPolicy) {
      said.push(`trust policy was ${before.trustPolicy}, is ${trustPolicy}`);
    }
    if (maxSessionSeconds !== undefined && maxSessionSeconds !== before.maxSessionSeconds) {
      said.push(`sessions of ${maxSessionSeconds} s at most, before ${before.maxSessionSeconds} s`);
    }
    if (said.length > 0) {
      await tx.iamIdentity.update({
        where: { id: before.id },
        data: {
          ...(description === undefined ? {} : { description }),
          ...(trustPolicy === undefined ? {} : { trustPolicy }),
          ...(maxSessionSeconds === undefined ? {} : { maxSessionSeconds }),
          version: { increment: 1 },
        },
        select: { id: true },
      });
      await bumpRevision(tx, principalChanges(before));
      await recordAudit(tx, ctx, iamEntry(kind, 'update', name, said.join('; ')));
    }
    return describeIdentity(tx, accountId, kind, name);
  });
  return { ...identity, publish: await publishChange(ctx) };
}
