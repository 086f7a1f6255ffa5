import type { DomainName } from '@/lib/contract/domain-name';
import { type Ctx, requireScope } from '@/lib/control/context';
import { listDomainNameRows } from '@/lib/store/domain-names';
import { toDomainName } from './present';

export async function listDomainNames(ctx: Ctx): Promise<DomainName[]> {
  const { accountId } = requireScope(ctx, 'domain-name:read');
  const rows = await listDomainNameRows(ctx.db, accountId);
  return rows.map((row) => toDomainName(row, ctx.clock.now()));
}
