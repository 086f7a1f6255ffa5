import { useQuery } from '@tanstack/react-query';
import type { GatewayResponseDetail } from '@/lib/contract/gateway-response';
import { fetchJson } from './fetcher';
import { restApiKeys, restApiPath } from './rest-apis';

export const gatewayResponseKeys = {
  all: (restApiId: string) => [...restApiKeys.detail(restApiId), 'gateway-responses'] as const,
};

/** All 21 types, customised or not. */
export function useGatewayResponses(restApiId: string) {
  return useQuery({
    queryKey: gatewayResponseKeys.all(restApiId),
    queryFn: ({ signal }) =>
      fetchJson<GatewayResponseDetail[]>(`${restApiPath(restApiId)}/gateway-responses`, { signal }),
  });
}
