import {
  DEFAULT_GATEWAY_RESPONSE_TEMPLATES,
  GATEWAY_RESPONSE_DEFAULTS,
  type GatewayResponseDetail,
  type GatewayResponseType,
} from '@/lib/contract/gateway-response';
import type { GatewayResponseRecord } from '@/lib/store/gateway-responses';

export function toGatewayResponseDetail(
  responseType: GatewayResponseType,
  record: GatewayResponseRecord | undefined,
): GatewayResponseDetail {
  const { statusCode: defaultStatusCode, description } = GATEWAY_RESPONSE_DEFAULTS[responseType];
  return {
    responseType,
    defaultResponse: record === undefined,
    version: record?.version ?? null,
    statusCode: record?.statusCode ?? null,
    defaultStatusCode,
    description,
    responseParameters: record?.responseParameters ?? {},
    responseTemplates: record?.responseTemplates ?? { ...DEFAULT_GATEWAY_RESPONSE_TEMPLATES },
  };
}
