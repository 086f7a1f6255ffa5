import { useQuery } from '@tanstack/react-query';
import type { SessionSummary } from '@/lib/contract/account';
import { fetchJson } from './fetcher';

export const sessionKeys = {
  all: () => ['sessions'] as const,
  list: () => [...sessionKeys.all(), 'list'] as const,
};

/** Browsers where the signed-in person is signed in, this one marked. */
export function useSessions() {
  return useQuery({
    queryKey: sessionKeys.list(),
    queryFn: ({ signal }) => fetchJson<SessionSummary[]>('/api/sessions', { signal }),
  });
}
