import type { Metadata } from 'next';
import { methodKeys } from '@/lib/client/methods';
import { resourceKeys } from '@/lib/client/resources';
import { methodRef } from '@/lib/contract/method';
import type { Ctx } from '@/lib/control/context';
import { getMethod } from '@/lib/control/method/get';
import { listResources } from '@/lib/control/resource/list';
import { Prefetch } from '@/lib/server/prefetch';
import { ResourcesView } from './resources-view';

export const metadata: Metadata = { title: 'Resources' };

type Props = Readonly<{
  params: Promise<{ apiId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}>;

export default async function ResourcesPage({ params, searchParams }: Props) {
  const { apiId } = await params;
  const { resource, method } = await searchParams;
  const ref = methodRef.safeParse({ restApiId: apiId, resourceId: resource, httpMethod: method }).data;
  return (
    <Prefetch
      queries={[
        { queryKey: resourceKeys.tree(apiId), run: (ctx) => listResources(ctx, { restApiId: apiId }) },
        ...(ref ? [{ queryKey: methodKeys.detail(ref), run: (ctx: Ctx) => getMethod(ctx, ref) }] : []),
      ]}
    >
      <ResourcesView apiId={apiId} />
    </Prefetch>
  );
}
