import { useQuery } from '@tanstack/react-query';
import type { Member } from '@/lib/contract/account';
import { fetchJson } from './fetcher';

export const memberKeys = {
  all: () => ['members'] as const,
  list: () => [...memberKeys.all(), 'list'] as const,
};

export function useMembers() {
  return useQuery({
    queryKey: memberKeys.list(),
    queryFn: ({ signal }) => fetchJson<Member[]>('/api/members', { signal }),
  });
}
