import type { Metadata } from 'next';
import { modelKeys } from '@/lib/client/models';
import { requestValidatorKeys } from '@/lib/client/request-validators';
import { listModels } from '@/lib/control/model/list';
import { listRequestValidators } from '@/lib/control/request-validator/list';
import { Prefetch } from '@/lib/server/prefetch';
import { ModelsPage } from './models-page';

export const metadata: Metadata = { title: 'Models' };

export default async function Models({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  const { apiId } = await params;
  return (
    <Prefetch
      queries={[
        { queryKey: modelKeys.all(apiId), run: (ctx) => listModels(ctx, { restApiId: apiId }) },
        { queryKey: requestValidatorKeys.all(apiId), run: (ctx) => listRequestValidators(ctx, { restApiId: apiId }) },
      ]}
    >
      <ModelsPage apiId={apiId} />
    </Prefetch>
  );
}
