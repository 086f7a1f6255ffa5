import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { DomainName } from '@/lib/contract/domain-name';
import { fetchJson } from './fetcher';

export const domainNameKeys = {
  all: ['domain-names'] as const,
  list: () => [...domainNameKeys.all, 'list'] as const,
  detail: (domainName: string) => [...domainNameKeys.all, 'detail', domainName] as const,
};

export function useDomainNames() {
  return useQuery({
    queryKey: domainNameKeys.list(),
    queryFn: ({ signal }) => fetchJson<DomainName[]>('/api/domain-names', { signal }),
  });
}

export function useDomainName(domainName: string) {
  return useQuery({
    queryKey: domainNameKeys.detail(domainName),
    queryFn: ({ signal }) => fetchJson<DomainName>(`/api/domain-names/${encodeURIComponent(domainName)}`, { signal }),
  });
}

export function useRefreshDomainNames() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: domainNameKeys.all });
}
