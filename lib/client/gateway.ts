import { useQuery } from '@tanstack/react-query';
import type { GatewayStatus } from '@/lib/contract/gateway-status';
import { fetchJson } from './fetcher';

export const gatewayKeys = {
  all: () => ['gateway'] as const,
  status: () => [...gatewayKeys.all(), 'status'] as const,
};

export function useGatewayStatus() {
  return useQuery({
    queryKey: gatewayKeys.status(),
    queryFn: ({ signal }) => fetchJson<GatewayStatus>('/api/gateway', { signal }),
    refetchInterval: 5_000,
  });
}
