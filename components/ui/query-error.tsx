'use client';

import { ApiError } from '@/lib/client/fetcher';
import { ErrorState } from './error-state';

/** A failed read in the place of its data. */
export function QueryError({
  query,
  title,
  size,
}: Readonly<{
  query: { error: Error | null; refetch: () => unknown; isFetching: boolean };
  title: string;
  size?: 'default' | 'sm';
}>) {
  return (
    <ErrorState
      size={size}
      title={title}
      description={query.error?.message}
      requestId={query.error instanceof ApiError ? query.error.requestId : null}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  );
}
