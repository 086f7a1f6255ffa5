import { type StageDetail, stageRef } from '@/lib/contract/stage';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { requireStage } from '@/lib/store/stages';
import { describeStage } from './present';

export async function getStage(ctx: Ctx, input: unknown): Promise<StageDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId, stageName } = parse(stageRef, input);
  const restApi = await requireRestApi(ctx.db, accountId, restApiId);
  return describeStage(ctx.db, await requireStage(ctx.db, restApiId, stageName), restApi);
}
