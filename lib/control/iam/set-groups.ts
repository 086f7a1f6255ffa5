import { type IamIdentity, setGroupsInput } from '@/lib/contract/iam';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { transaction } from '@/lib/store/client';
import { principalChange, requireIdentity } from '@/lib/store/iam';
import { bumpRevision } from '@/lib/store/revision';
import { iamEntry } from './audit-entry';
import { describeIdentity } from './present';

/** Puts a user into these groups and no others. */
export async function setGroups(ctx: Ctx, input: unknown): Promise<Published<IamIdentity>> {
  const { accountId } = requireScope(ctx, 'iam:write');
  const { userName, groupNames } = parse(setGroupsInput, input);
  const identity = await transaction(ctx.db, async (tx) => {
    const user = await requireIdentity(tx, accountId, 'user', userName);
    const names = [...new Set(groupNames)];
    const groups: { id: string }[] = [];
    for (const name of names) groups.push(await requireIdentity(tx, accountId, 'group', name));
    await tx.iamMembership.deleteMany({ where: { userId: user.id } });
    await tx.iamMembership.createMany({ data: groups.map(({ id }) => ({ groupId: id, userId: user.id })) });
    await bumpRevision(tx, [principalChange(user.id)]);
    const before = user.groups.map(({ group }) => group.name);
    await recordAudit(
      tx,
      ctx,
      iamEntry('user', 'groups', userName, `Groups were ${listed(before)}, are ${listed(names)}`),
    );
    return describeIdentity(tx, accountId, 'user', userName);
  });
  return { ...identity, publish: await publishChange(ctx) };
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
