import 'server-only';
import { dehydrate, HydrationBoundary, type QueryKey } from '@tanstack/react-query';
import { notFound, unstable_rethrow } from 'next/navigation';
import type { ReactNode } from 'react';
import { makeQueryClient } from '@/lib/client/query-client';
import type { Ctx } from '@/lib/control/context';
import { NotFoundError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { createCtx } from './context';

export interface PrefetchQuery {
  /** From the entity's key factory: the hook in the browser must ask under the same one. */
  readonly queryKey: QueryKey;
  /** A verb, called without a hop over HTTP. */
  readonly run: (ctx: Ctx) => Promise<unknown>;
  /** For `useInfiniteQuery`: the answer is its first page. */
  readonly infinite?: boolean;
  /** The page is about this entity: without it there is no page. */
  readonly required?: boolean;
}

/**
 * Puts the answers of verbs into the browser's cache, all at once, before its components ask for them. A read that
 * fails is left out: the browser asks again and shows the error where the data would have been.
 */
export async function Prefetch({
  queries,
  children,
}: Readonly<{ queries: readonly PrefetchQuery[]; children: ReactNode }>) {
  const client = makeQueryClient();
  const ctx = await createCtx(newUuid());
  const answers = await Promise.all(
    queries.map(async (query) => {
      try {
        return { query, data: await query.run(ctx), missing: false };
      } catch (error) {
        unstable_rethrow(error);
        return { query, data: undefined, missing: error instanceof NotFoundError };
      }
    }),
  );
  for (const { query, data, missing } of answers) {
    if (missing && query.required) notFound();
    if (data === undefined) continue;
    client.setQueryData(query.queryKey, query.infinite ? { pages: [data], pageParams: [undefined] } : data);
  }
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
