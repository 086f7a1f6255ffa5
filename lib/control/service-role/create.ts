import type { Published } from '@/lib/contract/result';
import { createServiceRoleInput, type ServiceRole } from '@/lib/contract/service-role';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { ConflictError } from '@/lib/errors';
import { newEntityId } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { bumpRevision } from '@/lib/store/revision';
import { findServiceRole, insertServiceRole, sealCredentials } from '@/lib/store/service-roles';
import { describeServiceRole } from './present';
import { refuseEndpoints } from './refuse-endpoints';
import { servicesText } from './services-text';

/** Its name is its identity for good: integrations, and people's ARNs, hold it. */
export async function createServiceRole(ctx: Ctx, input: unknown): Promise<Published<ServiceRole>> {
  const { accountId } = requireScope(ctx, 'service-role:write');
  const { name, description, credentials, services } = parse(createServiceRoleInput, input);
  refuseEndpoints(ctx, services);
  const id = newEntityId();
  const now = ctx.clock.now();
  const role = await transaction(ctx.db, async (tx) => {
    if ((await findServiceRole(tx, accountId, name)) !== undefined) {
      const message = `Role with name ${name} already exists. Choose another name.`;
      throw new ConflictError(message, { name: [message] });
    }
    await insertServiceRole(tx, {
      ...{ id, accountId, name, description, services, createdAt: now },
      ...sealCredentials(ctx.secrets, id, credentials, now),
    });
    await bumpRevision(tx, [{ kind: 'service-role', entityId: id }]);
    await recordAudit(tx, ctx, {
      action: 'service-role.create',
      targetType: 'service-role',
      targetId: name,
      targetName: name,
      summary: `Access key ${credentials.accessKeyId}; for ${servicesText(services)}`,
    });
    return describeServiceRole(tx, accountId, name);
  });
  return { ...role, publish: await publishChange(ctx) };
}
