import { createHash } from 'node:crypto';
import { DEBUG_TOKEN_MINUTES, type MintedDebugToken, mintDebugTokenInput } from '@/lib/contract/trace';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { publishChange } from '@/lib/control/publish';
import { invokeUrls } from '@/lib/control/stage/invoke-urls';
import { LimitExceededError } from '@/lib/errors';
import { newSecret } from '@/lib/ids';
import { transaction } from '@/lib/store/client';
import { countDebugTokens, insertDebugToken, MAX_DEBUG_TOKENS } from '@/lib/store/debug-tokens';
import { requireRestApi } from '@/lib/store/rest-apis';
import { bumpRevision } from '@/lib/store/revision';
import { requireStage } from '@/lib/store/stages';

/** For one request within minutes; shown this once. It lets nobody in: it only has the request traced. */
export async function mintDebugToken(ctx: Ctx, input: unknown): Promise<MintedDebugToken> {
  const { accountId } = requireScope(ctx, 'trace:mint');
  const { restApiId, stageName } = parse(mintDebugTokenInput, input);
  const token = `ghd_${newSecret(24)}`;
  const hash = createHash('sha256').update(token).digest('hex');
  const createdAt = ctx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + DEBUG_TOKEN_MINUTES * 60_000);
  const stage = await transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const found = await requireStage(tx, restApiId, stageName);
    if ((await countDebugTokens(tx, restApiId, createdAt)) >= MAX_DEBUG_TOKENS) {
      throw new LimitExceededError(
        `An API has at most ${MAX_DEBUG_TOKENS} unused debug tokens. Use one, or wait: each ends after ${DEBUG_TOKEN_MINUTES} minutes.`,
      );
    }
    await insertDebugToken(tx, { hash, stageId: found.id, expiresAt, createdAt });
    await bumpRevision(tx, [{ kind: 'debug-token', entityId: found.id }]);
    await recordAudit(tx, ctx, {
      action: 'stage.mint-debug-token',
      targetType: 'stage',
      targetId: found.id,
      targetName: `${stageName} of ${restApi.name}`,
    });
    return found;
  });
  await publishChange(ctx, [stage.id]);
  return { token, expiresAt: expiresAt.toISOString(), invokeUrl: invokeUrls(restApiId, stageName).byHost };
}
