import { listTracesInput, type TraceSummary } from '@/lib/contract/trace';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { listTraces as readTraces } from '@/lib/store/traces';

/** The newest traces of an API's live requests. */
export async function listTraces(ctx: Ctx, input: unknown): Promise<TraceSummary[]> {
  const { accountId } = requireScope(ctx, 'trace:read');
  const { restApiId, stage, status, method, search, errors } = parse(listTracesInput, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const statusClass = status === undefined ? undefined : Number(status.charAt(0));
  return readTraces(ctx.db, {
    restApiId,
    stageName: stage,
    statusClass,
    method,
    search,
    errorsOnly: errors === 'true',
  });
}
