import type { FunctionEndpoint } from '@/lib/gateway/model';
import type { FunctionDefinition } from './model';

/** The function host, as clients reach it. */
export interface LocalEndpoint {
  readonly origin: string;
  /** Name, value, …: what shows that we may. */
  readonly headers: readonly string[];
}

/** Where and how a function is invoked. */
export function endpointOf(definition: FunctionDefinition, local: LocalEndpoint | undefined): FunctionEndpoint {
  const { id, accountId, name, permissions } = definition;
  const shared = { functionId: id, accountId, name, ...(permissions === undefined ? {} : { permissions }) };
  if (definition.kind === 'local') {
    return {
      ...shared,
      isOwn: true,
      origin: local?.origin ?? 'http://127.0.0.1:9',
      path: `/2015-03-31/functions/${accountId}:${name}/invocations`,
      headers: local?.headers ?? [],
    };
  }
  const { endpointUrl, remoteName, credentials } = definition;
  const url = new URL(endpointUrl);
  return {
    ...shared,
    origin: url.origin,
    path: `${url.pathname.replace(/\/+$/, '')}/2015-03-31/functions/${encodeURIComponent(remoteName)}/invocations`,
    headers: [],
    ...(credentials === undefined ? {} : { credentials }),
  };
}
