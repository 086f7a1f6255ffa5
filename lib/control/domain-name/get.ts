import { type DomainName, domainNameRef } from '@/lib/contract/domain-name';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireDomainName } from '@/lib/store/domain-names';
import { toDomainName } from './present';

export async function getDomainName(ctx: Ctx, input: unknown): Promise<DomainName> {
  const { accountId } = requireScope(ctx, 'domain-name:read');
  const { domainName } = parse(domainNameRef, input);
  return toDomainName(await requireDomainName(ctx.db, accountId, domainName), ctx.clock.now());
}
