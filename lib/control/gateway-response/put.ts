import {
  DEFAULT_GATEWAY_RESPONSE_TEMPLATES,
  type GatewayResponseDetail,
  putGatewayResponseInput,
} from '@/lib/contract/gateway-response';
import { recordAudit } from '@/lib/control/audit/record';
import { type Ctx, parse, requireScope } from '@/lib/control/context';
import { StaleEditError } from '@/lib/errors';
import { transaction } from '@/lib/store/client';
import { findGatewayResponse, putGatewayResponse as putRow } from '@/lib/store/gateway-responses';
import { requireRestApi, touchDefinition } from '@/lib/store/rest-apis';
import { toGatewayResponseDetail } from './present';

/** Served from the next deployment on. */
export async function putGatewayResponse(ctx: Ctx, input: unknown): Promise<GatewayResponseDetail> {
  const { accountId } = requireScope(ctx, 'rest-api:write');
  const { restApiId, responseType, version, ...settings } = parse(putGatewayResponseInput, input);
  const responseTemplates =
    Object.keys(settings.responseTemplates).length > 0
      ? settings.responseTemplates
      : { ...DEFAULT_GATEWAY_RESPONSE_TEMPLATES };
  return transaction(ctx.db, async (tx) => {
    const restApi = await requireRestApi(tx, accountId, restApiId);
    const before = await findGatewayResponse(tx, restApiId, responseType);
    if ((before?.version ?? null) !== version) throw new StaleEditError(`The gateway response ${responseType}`);
    const record = await putRow(tx, restApiId, { ...settings, responseType, responseTemplates });
    await touchDefinition(tx, restApiId);
    await recordAudit(tx, ctx, {
      action: 'gateway-response.put',
      targetType: 'gateway-response',
      targetId: `${restApiId}/${responseType}`,
      targetName: responseType,
      summary: `In ${restApi.name}`,
    });
    return toGatewayResponseDetail(responseType, record);
  });
}
