import { env } from '@/lib/env';

export interface InvokeUrls {
  readonly byHost: string;
  readonly byPath: string;
}

/** Where clients reach a stage: as on AWS by a host of its own, and by a path for clients that can't resolve that host. */
export function invokeUrls(
  restApiId: string,
  stageName: string,
  {
    gatewayPublicUrl,
    gatewayDomain,
    gatewayPort,
  }: Pick<typeof env, 'gatewayPublicUrl' | 'gatewayDomain' | 'gatewayPort'> = env,
): InvokeUrls {
  const base = new URL(gatewayPublicUrl ?? `http://${gatewayDomain}:${gatewayPort}`);
  const port = base.port === '' ? '' : `:${base.port}`;
  const prefix = base.pathname.replace(/\/$/, '');
  return {
    byHost: `${base.protocol}//${restApiId}.execute-api.${gatewayDomain}${port}/${stageName}`,
    byPath: `${base.origin}${prefix}/_aws/execute-api/${restApiId}/${stageName}`,
  };
}
