import type { Published } from '@/lib/contract/result';
import { type ServiceRole, updateServiceRoleInput } from '@/lib/contract/service-role';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { isEqual } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { requireServiceRole, sealCredentials, writeServiceRole } from '@/lib/store/service-roles';
import { describeServiceRole } from './present';
import { refuseEndpoints } from './refuse-endpoints';
import { servicesText } from './services-text';

/** What is deployed goes on with it at once: integrations hold the role's name only. */
export async function updateServiceRole(ctx: Ctx, input: unknown): Promise<Published<ServiceRole>> {
  const { accountId } = requireScope(ctx, 'service-role:write');
  const { roleName, version, description, services, credentials } = parse(updateServiceRoleInput, input);
  if (services !== undefined) refuseEndpoints(ctx, services);
  const role = await transaction(ctx.db, async (tx) => {
    const before = await requireServiceRole(tx, accountId, roleName);
    if (before.version !== version) throw new StaleEditError(`The service role ${roleName}`);
    const said: string[] = [];
    if (description !== undefined && description !== before.description) said.push('description changed');
    if (services !== undefined && !isEqual(services, before.services)) said.push(`now for ${servicesText(services)}`);
    if (credentials !== undefined) said.push(`credentials replaced; access key ${credentials.accessKeyId}`);
    if (said.length > 0) {
      await writeServiceRole(tx, before.id, {
        ...(description === undefined ? {} : { description }),
        ...(services === undefined ? {} : { services }),
        ...(credentials === undefined ? {} : sealCredentials(ctx.secrets, before.id, credentials, ctx.clock.now())),
      });
      await bumpRevision(tx, [{ kind: 'service-role', entityId: before.id }]);
      await recordAudit(tx, ctx, {
        action: 'service-role.update',
        targetType: 'service-role',
        targetId: roleName,
        targetName: roleName,
        summary: said.join('; '),
      });
    }
    return describeServiceRole(tx, accountId, roleName);
  });
  return { ...role, publish: await publishChange(ctx) };
}
