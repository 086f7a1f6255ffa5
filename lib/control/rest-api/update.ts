import { type RestApiDetail, updateRestApiInput } from '@/lib/contract/rest-api';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { changedFields, summarise } from '@/lib/control/summary';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { binaryMediaTypesOf, requireRestApi, writeRestApi } from '@/lib/store/rest-apis';
import { describeRestApi } from './present';

/** All but the description is part of deployments: changing it puts the stages behind. */
const DEPLOYED: ReadonlySet<string> = new Set([
  'name',
  'disableExecuteApiEndpoint',
  'binaryMediaTypes',
  'minimumCompressionSize',
]);

export async function updateRestApi(ctx: Ctx, input: unknown): Promise<RestApiDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, version, ...fields } = parse(updateRestApiInput, input);
  return transaction(ctx.db, async (tx) => {
    const before = await requireRestApi(tx, accountId, restApiId);
    if (before.version !== version) throw new StaleEditError(`The API ${before.name}`);
    const stored = { ...before, binaryMediaTypes: binaryMediaTypesOf(before) };
    const changed = changedFields(stored, fields);
    if (changed.length === 0) return describeRestApi(tx, before);
    const row = await writeRestApi(tx, restApiId, fields, {
      touchDefinition: changed.some((field) => DEPLOYED.has(field)),
    });
    await recordAudit(tx, ctx, {
      action: 'rest-api.update',
      targetType: 'rest-api',
      targetId: row.id,
      targetName: row.name,
      summary: summarise(stored, fields, changed),
    });
    return describeRestApi(tx, row);
  });
}
