import { useQuery } from '@tanstack/react-query';
import type { DemoData } from '@/lib/contract/demo';
import { fetchJson } from './fetcher';

export const demoKeys = {
  all: () => ['demo'] as const,
  status: () => [...demoKeys.all(), 'status'] as const,
};

/** What of the account is demo data: all zero when there is none. */
export function useDemoData() {
  return useQuery({
    queryKey: demoKeys.status(),
    queryFn: ({ signal }) => fetchJson<DemoData>('/api/demo', { signal }),
  });
}
