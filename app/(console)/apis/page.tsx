import type { Metadata } from 'next';
import { restApiKeys } from '@/lib/client/rest-apis';
import { listRestApis } from '@/lib/control/rest-api/list';
import { Prefetch } from '@/lib/server/prefetch';
import { ApiList } from './api-list';

export const metadata: Metadata = { title: 'APIs' };

export default function ApisPage() {
  return (
    <Prefetch queries={[{ queryKey: restApiKeys.list(), run: (ctx) => listRestApis(ctx, {}) }]}>
      <ApiList />
    </Prefetch>
  );
}
