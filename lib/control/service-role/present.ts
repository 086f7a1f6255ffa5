import { type RoleUse, roleArn, type ServiceRole } from '@/lib/contract/service-role';
import type { Tx } from '@/lib/store/client';
import { requireServiceRole, type ServiceRoleRow } from '@/lib/store/service-roles';
import { listRoleUses } from './uses';

/** Field by field: what is sealed is not among them. */
export const toServiceRole = (row: ServiceRoleRow, usedBy: readonly RoleUse[]): ServiceRole => ({
  name: row.name,
  arn: roleArn(row.accountId, row.name),
  description: row.description,
  accessKeyId: row.accessKeyId,
  hasSessionToken: row.hasSessionToken,
  credentialsChangedAt: row.credentialsChangedAt.toISOString(),
  services: [...row.services],
  usedBy: [...usedBy],
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export async function describeServiceRole(tx: Tx, accountId: string, name: string): Promise<ServiceRole> {
  const row = await requireServiceRole(tx, accountId, name);
  const uses = await listRoleUses(tx, accountId);
  return toServiceRole(row, uses.get(name) ?? []);
}
