import { type ApiKeySummary, apiKeyRef } from '@/lib/contract/api-key';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { requireApiKey } from '@/lib/store/api-keys';

export async function getApiKey(ctx: Ctx, input: unknown): Promise<ApiKeySummary> {
  const { accountId } = requireScope(ctx, 'api-key:read');
  return requireApiKey(ctx.db, accountId, parse(apiKeyRef, input).apiKeyId);
}
