import { type StageRef, stageRef } from '@/lib/contract/stage';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { requireStage } from '@/lib/store/stages';

/** https://docs.aws.amazon.com/apigateway/latest/api/API_FlushStageAuthorizersCache.html */
export async function flushStageAuthorizersCache(ctx: Ctx, input: unknown): Promise<StageRef> {
  const { accountId } = requireScope(ctx, 'rest-api:deploy');
  const ref = parse(stageRef, input);
  const restApi = await requireRestApi(ctx.db, accountId, ref.restApiId);
  const stage = await requireStage(ctx.db, ref.restApiId, ref.stageName);
  await ctx.runtime.flushAuthorizers(stage.id);
  await recordAudit(ctx.db, ctx, {
    action: 'stage.flush-authorizers-cache',
    targetType: 'stage',
    targetId: stage.id,
    targetName: `${stage.name} of ${restApi.name}`,
  });
  return ref;
}
