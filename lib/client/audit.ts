import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditPage, ListAuditInput } from '@/lib/contract/account';
import { fetchJson } from './fetcher';

export type AuditFilter = Omit<ListAuditInput, 'cursor'>;

export const auditKeys = {
  all: () => ['audit'] as const,
  list: (filter: AuditFilter = {}) => [...auditKeys.all(), 'list', filter] as const,
};

/** Newest first, pages on demand. */
export function useAudit(filter: AuditFilter = {}) {
  return useInfiniteQuery({
    queryKey: auditKeys.list(filter),
    queryFn: ({ signal, pageParam }) =>
      fetchJson<AuditPage>('/api/audit', {
        signal,
        query: { ...filter, cursor: pageParam } as Readonly<Record<string, string | number | undefined>>,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
