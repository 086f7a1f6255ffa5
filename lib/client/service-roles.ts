import { useQuery } from '@tanstack/react-query';
import type { ServiceRole } from '@/lib/contract/service-role';
import { fetchJson } from './fetcher';

export const serviceRoleKeys = {
  all: ['service-roles'] as const,
  list: () => [...serviceRoleKeys.all, 'list'] as const,
};

export function useServiceRoles() {
  return useQuery({
    queryKey: serviceRoleKeys.list(),
    queryFn: ({ signal }) => fetchJson<ServiceRole[]>('/api/service-roles', { signal }),
  });
}
