'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { gatewayResponseKeys } from '@/lib/client/gateway-responses';
import { methodKeys } from '@/lib/client/methods';
import { resourceKeys } from '@/lib/client/resources';
import { restApiKeys } from '@/lib/client/rest-apis';
import { stageKeys } from '@/lib/client/stages';
import type { GatewayResponseDetail } from '@/lib/contract/gateway-response';
import type { MethodDetail, MethodRef } from '@/lib/contract/method';
import type { ResourceNode } from '@/lib/contract/resource';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import type { StageDetail } from '@/lib/contract/stage';

/** After a change: everything shown of APIs is read again (only what is on screen is fetched). */
export function useRefreshApis(): () => Promise<void> {
  const queryClient = useQueryClient();
  return useCallback(() => queryClient.invalidateQueries({ queryKey: restApiKeys.all }), [queryClient]);
}

/** A change's answer goes on the screen at once; the rest of what it touches is read again behind it. */
export function useShowChange(): (show: (client: QueryClient) => void) => void {
  const queryClient = useQueryClient();
  return useCallback(
    (show) => {
      show(queryClient);
      void queryClient.invalidateQueries({ queryKey: restApiKeys.all });
    },
    [queryClient],
  );
}

export function showResource(restApiId: string, node: ResourceNode) {
  return (client: QueryClient) =>
    client.setQueryData<ResourceNode[]>(resourceKeys.tree(restApiId), (nodes) =>
      nodes ? [...nodes.filter((other) => other.id !== node.id), node] : nodes,
    );
}

export function hideResources(restApiId: string, resourceIds: readonly string[]) {
  return (client: QueryClient) =>
    client.setQueryData<ResourceNode[]>(resourceKeys.tree(restApiId), (nodes) =>
      nodes?.filter((node) => !resourceIds.includes(node.id)),
    );
}

export function showMethod(method: MethodDetail) {
  return (client: QueryClient) => {
    client.setQueryData(methodKeys.detail(method), method);
    patchMethods(client, method, {
      httpMethod: method.httpMethod,
      integrationType: method.integration?.type ?? null,
      apiKeyRequired: method.apiKeyRequired,
    });
  };
}

export function hideMethod(ref: MethodRef) {
  return (client: QueryClient) => {
    client.removeQueries({ queryKey: methodKeys.detail(ref) });
    patchMethods(client, ref, null);
  };
}

export function showStage({ publish: _publish, ...stage }: StageDetail & { publish?: unknown }) {
  return (client: QueryClient) => client.setQueryData(stageKeys.detail(stage.restApiId, stage.name), stage);
}

export function showRestApi(api: RestApiDetail) {
  return (client: QueryClient) => client.setQueryData(restApiKeys.detail(api.id), api);
}

export function showGatewayResponse(restApiId: string, response: GatewayResponseDetail) {
  return (client: QueryClient) =>
    client.setQueryData<GatewayResponseDetail[]>(gatewayResponseKeys.all(restApiId), (responses) =>
      responses?.map((other) => (other.responseType === response.responseType ? response : other)),
    );
}

function patchMethods(client: QueryClient, ref: MethodRef, method: ResourceNode['methods'][number] | null): void {
  client.setQueryData<ResourceNode[]>(resourceKeys.tree(ref.restApiId), (nodes) =>
    nodes?.map((node) => {
      if (node.id !== ref.resourceId) return node;
      const others = node.methods.filter((other) => other.httpMethod !== ref.httpMethod);
      return { ...node, methods: method ? [...others, method] : others };
    }),
  );
}
