import { domainNameRef } from '@/lib/contract/domain-name';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { transaction } from '@/lib/store/client';
import { deleteDomainNameRow, requireDomainName } from '@/lib/store/domain-names';
import { bumpRevision } from '@/lib/store/revision';

export interface DeletedDomainName {
  readonly domainName: string;
}

/** With its certificate and its mappings; the APIs stay. */
export async function deleteDomainName(ctx: Ctx, input: unknown): Promise<Published<DeletedDomainName>> {
  const { accountId } = requireScope(ctx, 'domain-name:write');
  const { domainName: name } = parse(domainNameRef, input);
  await transaction(ctx.db, async (tx) => {
    const { id, mappings } = await requireDomainName(tx, accountId, name);
    await deleteDomainNameRow(tx, id);
    await bumpRevision(tx, [{ kind: 'domain-name', entityId: id }]);
    await recordAudit(tx, ctx, {
      action: 'domain-name.delete',
      targetType: 'domain-name',
      targetId: name,
      targetName: name,
      summary: `With ${mappings.length} ${mappings.length === 1 ? 'mapping' : 'mappings'}`,
    });
  });
  return { domainName: name, publish: await publishChange(ctx) };
}
