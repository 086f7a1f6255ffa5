import type { PublishReport } from '@/lib/contract/result';
import { logger } from '@/lib/logger';
import type { Ctx } from './context';

/**
 * Tells the gateway of a change after its transaction, and how that went. Never fails: the change is committed, and
 * gateways that did not hear of it find it in the database. Compile errors are those of the stages named, as the runtime
 * reports those of every account.
 */
export async function publishChange(ctx: Ctx, stageIds: readonly string[] = []): Promise<PublishReport> {
  try {
    const { errors, ...report } = await ctx.runtime.publish();
    return {
      ...report,
      errors: errors
        .filter(({ stageId }) => stageIds.includes(stageId))
        .map(({ place, message, stageName }) => ({ place, message, stageName })),
    };
  } catch (error) {
    logger.warn({ requestId: ctx.requestId, err: error }, 'publish failed');
    return {
      revision: 0,
      workers: { acked: 0, total: 0 },
      tookMs: 0,
      errors: [],
      warning: 'The change is saved, but the gateway could not be told just now. It takes it up as soon as it can.',
    };
  }
}
