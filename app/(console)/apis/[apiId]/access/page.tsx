import type { Metadata } from 'next';
import { iamKeys } from '@/lib/client/iam';
import { resourceKeys } from '@/lib/client/resources';
import { listIam } from '@/lib/control/iam/list';
import { listResources } from '@/lib/control/resource/list';
import { Prefetch } from '@/lib/server/prefetch';
import { AccessPage } from './access-page';

export const metadata: Metadata = { title: 'Access' };

export default async function Access({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  const { apiId } = await params;
  return (
    <Prefetch
      queries={[
        { queryKey: resourceKeys.tree(apiId), run: (ctx) => listResources(ctx, { restApiId: apiId }) },
        { queryKey: iamKeys.overview(), run: listIam },
      ]}
    >
      <AccessPage apiId={apiId} />
    </Prefetch>
  );
}
