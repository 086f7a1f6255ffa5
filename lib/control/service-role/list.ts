import type { ServiceRole } from '@/lib/contract/service-role';
import { type Ctx, requireScope } from '@/lib/control/context';
import { listServiceRoleRows } from '@/lib/store/service-roles';
import { toServiceRole } from './present';
import { listRoleUses } from './uses';

export async function listServiceRoles(ctx: Ctx): Promise<ServiceRole[]> {
  const { accountId } = requireScope(ctx, 'service-role:read');
  const rows = await listServiceRoleRows(ctx.db, accountId);
  const uses = await listRoleUses(ctx.db, accountId);
  return rows.map((row) => toServiceRole(row, uses.get(row.name) ?? []));
}
