import { listRoutes } from '@/lib/control/deployment/present';
import { invokeUrls } from '@/lib/control/stage/invoke-urls';
import { env } from '@/lib/env';
import type { RestApiDefinition } from '@/lib/gateway/model';

/** What consumers call. Names below "localhost" resolve in browsers and curl only, so there it is the path form. */
export function baseUrl(restApiId: string, stageName: string): string {
  const { byHost, byPath } = invokeUrls(restApiId, stageName);
  return env.gatewayDomain === 'localhost' ? byPath : byHost;
}

/** A path that answers GET without anything filled in; for code samples. */
export function samplePath(definition: RestApiDefinition): string {
  const readable = listRoutes(definition).filter(({ method }) => method === 'GET' || method === 'ANY');
  const fixed = readable.filter(({ path }) => !path.includes('{') && path !== '/');
  const best = fixed.find(({ definition: { apiKeyRequired } }) => apiKeyRequired) ?? fixed[0] ?? readable[0];
  return best?.path.replace(/\{[^}]*\}/g, '1') ?? '/';
}
