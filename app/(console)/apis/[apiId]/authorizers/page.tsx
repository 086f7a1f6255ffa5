import type { Metadata } from 'next';
import { authorizerKeys } from '@/lib/client/authorizers';
import { listAuthorizers } from '@/lib/control/authorizer/list';
import { Prefetch } from '@/lib/server/prefetch';
import { AuthorizersPage } from './authorizers-page';

export const metadata: Metadata = { title: 'Authorizers' };

export default async function Authorizers({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  const { apiId } = await params;
  return (
    <Prefetch
      queries={[{ queryKey: authorizerKeys.all(apiId), run: (ctx) => listAuthorizers(ctx, { restApiId: apiId }) }]}
    >
      <AuthorizersPage apiId={apiId} />
    </Prefetch>
  );
}
