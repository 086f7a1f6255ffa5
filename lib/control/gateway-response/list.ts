import { GATEWAY_RESPONSE_TYPES, type GatewayResponseDetail } from '@/lib/contract/gateway-response';
import { restApiRef } from '@/lib/contract/rest-api';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { listGatewayResponseRecords } from '@/lib/store/gateway-responses';
import { requireRestApi } from '@/lib/store/rest-apis';
import { toGatewayResponseDetail } from './present';

/** All 21 types, the two families first; those without a row are at their defaults. */
export async function listGatewayResponses(ctx: Ctx, input: unknown): Promise<GatewayResponseDetail[]> {
  const { accountId } = requireScope(ctx, 'rest-api:read');
  const { restApiId } = parse(restApiRef, input);
  await requireRestApi(ctx.db, accountId, restApiId);
  const records = await listGatewayResponseRecords(ctx.db, restApiId);
  return GATEWAY_RESPONSE_TYPES.map((type) =>
    toGatewayResponseDetail(
      type,
      records.find(({ responseType }) => responseType === type),
    ),
  );
}
