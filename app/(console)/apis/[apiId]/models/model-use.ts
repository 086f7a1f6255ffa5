import { routes } from '@/lib/client/routes';
import type { ModelUse } from '@/lib/contract/model';

/** "POST /pets › request body, application/json" */
export function textOfUse(use: ModelUse): string {
  if (use.kind === 'model') return `Model ${use.modelName}`;
  const what = use.kind === 'request' ? 'request body' : 'response';
  return `${use.httpMethod} ${use.path} › ${what} ${use.where}`;
}

export function hrefOfUse(apiId: string, use: ModelUse): string {
  const api = routes.api(apiId);
  if (use.kind === 'model') return api.models({ model: use.modelName });
  const step = use.kind === 'request' ? 'method-request' : 'method-response';
  return api.resources({ resource: use.resourceId, method: use.httpMethod, step });
}
