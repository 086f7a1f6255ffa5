import { type GatewayResponseDetail, resetGatewayResponseInput } from '@/lib/contract/gateway-response';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { NotFoundError, StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { deleteGatewayResponse, findGatewayResponse } from '@/lib/store/gateway-responses';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { toGatewayResponseDetail } from './present';

export async function resetGatewayResponse(ctx: Ctx, input: unknown): Promise<GatewayResponseDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, responseType, version } = parse(resetGatewayResponseInput, input);
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await findGatewayResponse(tx, restApiId, responseType);
    if (before === undefined) throw new NotFoundError(`A customised gateway response ${responseType}`);
    if (before.version !== version) throw new StaleEditError(`The gateway response ${responseType}`);
    await deleteGatewayResponse(tx, restApiId, responseType);
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'gateway-response.reset',
      targetType: 'gateway-response',
      targetId: `${restApiId}/${responseType}`,
      targetName: responseType,
      summary: `In ${restApi.name}`,
    });
    return toGatewayResponseDetail(responseType, undefined);
  });
}
