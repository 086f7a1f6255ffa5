import { defaultShouldDehydrateQuery, isServer, QueryClient } from '@tanstack/react-query';
import { ApiError } from './fetcher';

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server prefetched is not fetched again by the browser that just got it.
        staleTime: 30_000,
        retry: (failures, error) => failures < 2 && (!(error instanceof ApiError) || error.retryable),
        refetchOnWindowFocus: true,
      },
      dehydrate: {
        // Pending prefetches stream to the browser instead of holding the page back.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
        // Next must see its own control-flow errors (redirect, not-found), so none is replaced.
        shouldRedactErrors: () => false,
      },
    },
  });
}

let browserClient: QueryClient | undefined;

/** One client per browser tab; on the server one per call, or users would see each other's data. */
export function getQueryClient(): QueryClient {
  if (isServer) return makeQueryClient();
  browserClient ??= makeQueryClient();
  return browserClient;
}
