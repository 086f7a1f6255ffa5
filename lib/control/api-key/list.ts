import { type ApiKeyPage, listApiKeysInput } from '@/lib/contract/api-key';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listApiKeyPage } from '@/lib/store/api-keys';

export async function listApiKeys(ctx: Ctx, input: unknown): Promise<ApiKeyPage> {
  const { accountId } = requireScope(ctx, 'api-key:read');
  return listApiKeyPage(ctx.db, { ...parse(listApiKeysInput, input), accountId });
}
