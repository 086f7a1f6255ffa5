import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { apiKeyKeys } from '@/lib/client/api-keys';
import { usagePlanKeys } from '@/lib/client/usage-plans';
import { listApiKeys } from '@/lib/control/api-key/list';
import { listUsagePlans } from '@/lib/control/usage-plan/list';
import { Prefetch } from '@/lib/server/prefetch';
import { KeysPage } from './keys-page';
import { loadKeysSearch, toKeyFilter } from './search-params';

export const metadata: Metadata = { title: 'API keys' };

export default async function Page({ searchParams }: Readonly<{ searchParams: Promise<SearchParams> }>) {
  const filter = toKeyFilter(await loadKeysSearch(searchParams));
  return (
    <Prefetch
      queries={[
        { queryKey: apiKeyKeys.list(filter), run: (ctx) => listApiKeys(ctx, filter), infinite: true },
        { queryKey: usagePlanKeys.list(), run: (ctx) => listUsagePlans(ctx) },
      ]}
    >
      <KeysPage />
    </Prefetch>
  );
}
