import type { Published } from '@/lib/contract/result';
import { type RoleUse, serviceRoleRef } from '@/lib/contract/service-role';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { deleteServiceRoleRow, requireServiceRole } from '@/lib/store/service-roles';
import { listRoleUses } from './uses';

export interface DeletedServiceRole {
  readonly name: string;
}

/** Refused while a method calls its service with it. */
export async function deleteServiceRole(ctx: Ctx, input: unknown): Promise<Published<DeletedServiceRole>> {
  const { accountId } = requireScope(ctx, 'service-role:write');
  const { roleName } = parse(serviceRoleRef, input);
  await transaction(ctx.db, async (tx) => {
    const { id } = await requireServiceRole(tx, accountId, roleName);
    const uses = await listRoleUses(tx, accountId);
    refuseWhileUsed(roleName, uses.get(roleName) ?? []);
    await deleteServiceRoleRow(tx, id);
    await bumpRevision(tx, [{ kind: 'service-role', entityId: id }]);
    await recordAudit(tx, ctx, {
      action: 'service-role.delete',
      targetType: 'service-role',
      targetId: roleName,
      targetName: roleName,
    });
  });
  return { name: roleName, publish: await publishChange(ctx) };
}

function refuseWhileUsed(roleName: string, uses: readonly RoleUse[]): void {
  if (uses.length === 0) return;
  const places = uses.map(({ apiName, method, stageName }) =>
    stageName === null ? `${method} of ${apiName}` : `${method} of ${apiName} in the stage ${stageName}`,
  );
  const shown = places.slice(0, 5).join(', ');
  const more = places.length > 5 ? ` and ${places.length - 5} more` : '';
  throw new ConflictError(
    `The role ${roleName} is still used by ${shown}${more}. Give these methods another role first.`,
  );
}
