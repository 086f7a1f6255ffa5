import { type StageCache, stageRef } from '@/lib/contract/stage';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { requireStage } from '@/lib/store/stages';

/** What the stage's cache holds now, and how it does. */
export async function getStageCache(ctx: Ctx, input: unknown): Promise<StageCache> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId, stageName } = parse(stageRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const { id } = await requireStage(ctx.db, restApiId, stageName);
  return ctx.runtime.stageCache(id);
}
