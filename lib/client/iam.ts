import { useQuery } from '@tanstack/react-query';
import type { IamOverview } from '@/lib/contract/iam';
import { fetchJson } from './fetcher';

export const iamKeys = {
  all: ['iam'] as const,
  overview: () => [...iamKeys.all, 'overview'] as const,
};

export function useIam() {
  return useQuery({
    queryKey: iamKeys.overview(),
    queryFn: ({ signal }) => fetchJson<IamOverview>('/api/iam', { signal }),
  });
}
