import { restApiRef } from '@/lib/contract/rest-api';
import type { StageSummary } from '@/lib/contract/stage';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { listStageRecords } from '@/lib/store/stages';
import { toStageSummary } from './present';

export async function listStages(ctx: Ctx, input: unknown): Promise<StageSummary[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  const restApi = await requireRestApi(ctx.db, accountId, restApiId);
  return (await listStageRecords(ctx.db, { restApiId })).map((stage) => toStageSummary(stage, restApi));
}
