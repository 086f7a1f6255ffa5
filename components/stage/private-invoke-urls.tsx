'use client';

import { UrlRow } from '@/components/stage/url-row';
import { Alert } from '@/components/ui/alert';
import { useGatewayStatus } from '@/lib/client/gateway';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import type { StageSummary } from '@/lib/contract/stage';

interface Props {
  readonly api: Pick<RestApiDetail, 'id' | 'vpcEndpointIds'>;
  readonly stage: Pick<StageSummary, 'name' | 'invokeUrls'>;
}

/** Where a private API's stage answers: at the listeners of VPC endpoints, and nowhere else. */
export function PrivateInvokeUrls({ api, stage }: Readonly<Props>) {
  const { data: gateway } = useGatewayStatus();
  if (!gateway) return null;
  if (gateway.vpcEndpoints.length === 0) {
    return (
      <Alert variant="warning" title="No VPC endpoint listens">
        A private API answers only there. Whoever runs the gateway adds one with GATEHOUSE_VPC_ENDPOINTS.
      </Alert>
    );
  }
  const { hostname } = new URL(stage.invokeUrls.byHost);
  return (
    <div className="flex flex-col gap-4">
      {gateway.vpcEndpoints.map(({ id, url }) => {
        const { port } = new URL(url);
        const at = (host: string) => `http://${host}${port === '' ? '' : `:${port}`}/${stage.name}`;
        const alias = hostname.replace(api.id, `${api.id}-${id}`);
        return (
          <section key={`${id} ${url}`} aria-label={id} className="flex flex-col gap-2">
            <h3 className="truncate font-mono text-xs">{id}</h3>
            <dl className="flex flex-col gap-2">
              <UrlRow label="By host" url={at(hostname)} />
              {api.vpcEndpointIds.includes(id) ? <UrlRow label="By alias" url={at(alias)} /> : null}
              <UrlRow label="curl" url={`curl -H 'x-apigw-api-id: ${api.id}' '${url}/${stage.name}/'`} />
            </dl>
          </section>
        );
      })}
    </div>
  );
}
