import type { GatewayStatus } from '@/lib/contract/gateway-status';
import { type Ctx, requireScope } from '@/lib/control/context';
import { listRestApiIds } from '@/lib/store/rest-apis';

export async function getGatewayStatus(ctx: Ctx): Promise<GatewayStatus> {
  const { accountId } = requireScope(ctx, 'gateway:read');
  return ctx.runtime.status(new Set(await listRestApiIds(ctx.db, accountId)));
}
