import { createMethodInput, type MethodDetail } from '@/lib/contract/method';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { ConflictError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { insertMethod } from '@/lib/store/methods';
import { requireResource } from '@/lib/store/resources';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { withDefaults } from './defaults';
import { toMethodDetail } from './present';
import { refuseProblems } from './refuse-problems';

export async function createMethod(ctx: Ctx, input: unknown): Promise<MethodDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, resourceId, httpMethod, ...settings } = parse(createMethodInput, input);
  const config = withDefaults(settings);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const resource = await requireResource(tx, restApiId, resourceId);
    if (resource.methods.some((method) => method.httpMethod === httpMethod)) {
      const message = `${resource.path} already has a method ${httpMethod}.`;
      throw new ConflictError(message, { httpMethod: [message] });
    }
    await refuseProblems(ctx, tx, resource, { ...config, httpMethod });
    const method = await insertMethod(tx, resourceId, httpMethod, config);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'method.create',
      targetType: 'method',
      targetId: method.id,
      targetName: `${httpMethod} ${resource.path}`,
      summary: `In ${restApi.name}: ${config.integration?.type ?? 'no'} integration`,
    });
    return toMethodDetail(method, resource);
  });
}
