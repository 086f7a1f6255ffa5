import type { Metadata } from 'next';
import { gatewayResponseKeys } from '@/lib/client/gateway-responses';
import { listGatewayResponses } from '@/lib/control/gateway-response/list';
import { Prefetch } from '@/lib/server/prefetch';
import { GatewayResponseList } from './gateway-response-list';

export const metadata: Metadata = { title: 'Gateway responses' };

export default async function GatewayResponsesPage({ params }: Readonly<{ params: Promise<{ apiId: string }> }>) {
  const { apiId } = await params;
  return (
    <Prefetch
      queries={[
        {
          queryKey: gatewayResponseKeys.all(apiId),
          run: (ctx) => listGatewayResponses(ctx, { restApiId: apiId }),
        },
      ]}
    >
      <GatewayResponseList apiId={apiId} />
    </Prefetch>
  );
}
