import { METHOD_KEYS } from '@/lib/contract/common';
import { integrationType } from '@/lib/contract/method';
import type { ResourceNode } from '@/lib/contract/resource';
import type { ResourceWithMethods } from '@/lib/store/resources';

export function toResourceNode(row: ResourceWithMethods): ResourceNode {
  return {
    id: row.id,
    parentId: row.parentId,
    pathPart: row.pathPart,
    path: row.path,
    version: row.version,
    methods: METHOD_KEYS.flatMap((httpMethod) => {
      const method = row.methods.find((candidate) => candidate.httpMethod === httpMethod);
      if (method === undefined) return [];
      const { apiKeyRequired, integration } = method;
      return [
        {
          httpMethod,
          integrationType: integration === null ? null : integrationType.parse(integration.type),
          apiKeyRequired,
        },
      ];
    }),
  };
}
