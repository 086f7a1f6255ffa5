import { type TraceDetail, traceRef } from '@/lib/contract/trace';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { invokeUrls } from '@/lib/control/stage/invoke-urls';
import { requireRestApi } from '@/lib/store/rest-apis';
import { requireTrace } from '@/lib/store/traces';

export async function getTrace(ctx: Ctx, input: unknown): Promise<TraceDetail> {
  const { accountId } = requireScope(ctx, 'trace:read');
  const { restApiId, traceId } = parse(traceRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const { detail, ...trace } = await requireTrace(ctx.db, restApiId, traceId);
  return { ...trace, ...detail, restApiId, accountId, invokeUrl: invokeUrls(restApiId, trace.stageName).byHost };
}
