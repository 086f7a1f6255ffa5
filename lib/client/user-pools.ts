import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  UserList,
  UserPoolClient,
  UserPoolDetail,
  UserPoolGroup,
  UserPoolSummary,
} from '@/lib/contract/user-pool';
import { fetchJson } from './fetcher';

/** Everything of a pool hangs under detail(id). */
export const userPoolKeys = {
  all: ['user-pools'] as const,
  list: () => [...userPoolKeys.all, 'list'] as const,
  detail: (userPoolId: string) => [...userPoolKeys.all, 'detail', userPoolId] as const,
  users: (userPoolId: string, search: string) => [...userPoolKeys.detail(userPoolId), 'users', search] as const,
  groups: (userPoolId: string) => [...userPoolKeys.detail(userPoolId), 'groups'] as const,
  clients: (userPoolId: string) => [...userPoolKeys.detail(userPoolId), 'clients'] as const,
};

const poolPath = (userPoolId: string): string => `/api/user-pools/${encodeURIComponent(userPoolId)}`;

export function useUserPools() {
  return useQuery({
    queryKey: userPoolKeys.list(),
    queryFn: ({ signal }) => fetchJson<UserPoolSummary[]>('/api/user-pools', { signal }),
  });
}

export function useUserPool(userPoolId: string) {
  return useQuery({
    queryKey: userPoolKeys.detail(userPoolId),
    queryFn: ({ signal }) => fetchJson<UserPoolDetail>(poolPath(userPoolId), { signal }),
  });
}

export function useUserPoolUsers(userPoolId: string, search: string) {
  return useQuery({
    queryKey: userPoolKeys.users(userPoolId, search),
    queryFn: ({ signal }) => fetchJson<UserList>(`${poolPath(userPoolId)}/users`, { signal, query: { search } }),
    placeholderData: keepPreviousData,
  });
}

export function useUserPoolGroups(userPoolId: string) {
  return useQuery({
    queryKey: userPoolKeys.groups(userPoolId),
    queryFn: ({ signal }) => fetchJson<UserPoolGroup[]>(`${poolPath(userPoolId)}/groups`, { signal }),
  });
}

export function useUserPoolClients(userPoolId: string) {
  return useQuery({
    queryKey: userPoolKeys.clients(userPoolId),
    queryFn: ({ signal }) => fetchJson<UserPoolClient[]>(`${poolPath(userPoolId)}/clients`, { signal }),
  });
}
