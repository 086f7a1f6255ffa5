import { readStageLogInput, type StageLogPage } from '@/lib/contract/stage-log';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireRestApi } from '@/lib/store/rest-apis';
import { requireStage } from '@/lib/store/stages';

/** One page of what was logged about a stage's requests, newest first. */
export async function readStageLog(ctx: Ctx, input: unknown): Promise<StageLogPage> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId, stageName, canary, errorsOnly, from, to, ...query } = parse(readStageLogInput, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  await requireStage(ctx.db, restApiId, stageName);
  const { lines, searchedToMs, cursor, droppedLines, unseenHosts } = await ctx.runtime.readLog({
    ...query,
    apiId: restApiId,
    logName: canary === undefined ? stageName : `${stageName}/Canary`,
    errorsOnly: errorsOnly !== undefined,
    fromMs: from === undefined ? undefined : Date.parse(from),
    toMs: to === undefined ? undefined : Date.parse(to),
  });
  return {
    lines: lines.map(({ atMs, ...line }) => ({ ...line, at: new Date(atMs).toISOString() })),
    searchedTo: searchedToMs === null ? null : new Date(searchedToMs).toISOString(),
    ...{ cursor, droppedLines, unseenHosts: [...unseenHosts] },
  };
}
