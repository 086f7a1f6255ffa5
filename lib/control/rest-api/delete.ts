import { restApiRef } from '@/lib/contract/rest-api';
import type { Published } from '@/lib/contract/result';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { refuseWhileMapped } from '@/lib/control/domain-name/refuse-while-mapped';
import { publishChange } from '@/lib/control/publish';
import { refuseWhileSubscribed } from '@/lib/control/stage/refuse-while-subscribed';
import { transaction } from '@/lib/store/client';
import { listMappedNames } from '@/lib/store/domain-names';
import { deleteRestApiRow, readDefinitionSizes, readDependents, requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { listStageRecords } from '@/lib/store/stages';

export interface DeletedRestApi {
  readonly id: string;
  readonly name: string;
  readonly stageNames: readonly string[];
}

/** Takes the stages off the gateway and everything below the API along; keys and plans stay. */
export async function deleteRestApi(ctx: Ctx, input: unknown): Promise<Published<DeletedRestApi>> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId } = parse(restApiRef, input);
  const deleted = await transaction(ctx.db, async (tx) => {
    const row = await requireRestApi(tx, accountId, restApiId);
    const stages = await listStageRecords(tx, { restApiId });
    const { products, usagePlans } = await readDependents(tx, { restApiId });
    refuseWhileSubscribed(`The API ${row.name}`, products);
    refuseWhileMapped(`The API ${row.name}`, await listMappedNames(tx, restApiId));
    const size = (await readDefinitionSizes(tx, accountId, restApiId)).get(restApiId);

    await deleteRestApiRow(tx, restApiId);
    await bumpRevision(tx, [
      ...stages.map(({ id }) => ({ kind: 'stage' as const, entityId: id })),
      ...usagePlans.map(({ id }) => ({ kind: 'usage-plan' as const, entityId: id })),
    ]);
    const stageNames = stages.map(({ name }) => name);
    await recordAudit(tx, ctx, {
      action: 'rest-api.delete',
      targetType: 'rest-api',
      targetId: restApiId,
      targetName: row.name,
      summary: `With ${size?.methodCount ?? 0} methods and ${stageNames.length === 0 ? 'no stages' : `the stages ${stageNames.join(', ')}`}`,
    });
    return { id: restApiId, name: row.name, stageNames };
  });
  return { ...deleted, publish: await publishChange(ctx) };
}
