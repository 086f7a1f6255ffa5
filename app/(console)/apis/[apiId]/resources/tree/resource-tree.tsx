'use client';

import { Plus, Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { Tree } from '@/components/tree/tree';
import { Button } from '@/components/ui/button';
import { InputGroup } from '@/components/ui/input';
import { MethodBadge } from '@/components/ui/method-badge';
import { Skeleton } from '@/components/ui/skeleton';
import { Tooltip } from '@/components/ui/tooltip';
import { useCan } from '@/lib/client/member';
import type { MethodKey } from '@/lib/contract/common';
import type { ResourceNode } from '@/lib/contract/resource';
import type { ResourceTask } from '../resources-view';
import { buildTree, isGreedy, matchTree, methodItemId } from './tree-model';

export function ResourceTree({
  resources,
  selectedResourceId,
  selectedMethod,
  onOpenResource,
  onOpenMethod,
  onTask,
}: Readonly<{
  /** Undefined: still loading. */
  resources: readonly ResourceNode[] | undefined;
  selectedResourceId: string | null;
  selectedMethod: MethodKey | null;
  onOpenResource: (resourceId: string) => void;
  onOpenMethod: (resourceId: string, method: MethodKey) => void;
  onTask: (resourceId: string, task: ResourceTask) => void;
}>) {
  const mayWrite = useCan('rest-api:write');
  const [search, setSearch] = useState('');
  const query = useDeferredValue(search);
  const nodes = useMemo(() => (resources ? buildTree(resources, matchTree(resources, query)) : []), [resources, query]);
  const selected = resources?.find((node) => node.id === selectedResourceId);

  return (
    <>
      <div className="flex items-center gap-1.5 py-3 pr-3 pl-4 md:pr-4 md:pl-6">
        <InputGroup
          type="search"
          before={<Search aria-hidden="true" />}
          placeholder="Find a path or method"
          aria-label="Find a path or method"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {mayWrite ? (
          <Tooltip
            content={
              selected && !isGreedy(selected.pathPart) ? `Create resource in ${selected.path}` : 'Create resource'
            }
          >
            <Button
              variant="outline"
              size="icon"
              aria-label="Create resource"
              disabled={!selected || isGreedy(selected.pathPart)}
              onClick={() => (selected ? onTask(selected.id, 'create-resource') : undefined)}
            >
              <Plus />
            </Button>
          </Tooltip>
        ) : null}
      </div>
      {resources ? (
        <Tree
          label="Resources"
          nodes={nodes}
          className="flex-1 px-2 pb-4"
          selectedId={
            selectedResourceId && selectedMethod ? methodItemId(selectedResourceId, selectedMethod) : selectedResourceId
          }
          onSelect={({ data }) =>
            data.kind === 'resource'
              ? onOpenResource(data.resource.id)
              : onOpenMethod(data.resource.id, data.method.httpMethod)
          }
          renderNode={({ data, label }) =>
            data.kind === 'method' ? (
              <>
                <MethodBadge method={data.method.httpMethod} size="sm" />
                <span className="truncate text-xs text-muted-foreground">
                  {data.method.integrationType ? SHORT_TYPES[data.method.integrationType] : 'no integration'}
                </span>
              </>
            ) : (
              <span className="truncate font-mono text-xs">{label}</span>
            )
          }
          renderActions={
            mayWrite
              ? ({ data }) =>
                  data.kind === 'resource' && !isGreedy(data.resource.pathPart) ? (
                    <Button
                      variant="ghost"
                      size="icon-xs"
                      tabIndex={-1}
                      aria-label={`Create resource in ${data.resource.path}`}
                      onClick={(event) => {
                        event.stopPropagation();
                        onTask(data.resource.id, 'create-resource');
                      }}
                    >
                      <Plus />
                    </Button>
                  ) : null
              : undefined
          }
        />
      ) : (
        <div aria-hidden="true" className="flex flex-col gap-2.5 px-4 py-1">
          {['w-8', 'w-28', 'w-36', 'w-24', 'w-32'].map((width) => (
            <Skeleton key={width} className={`h-4.5 ${width}`} />
          ))}
        </div>
      )}
      {resources && nodes.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted-foreground">No path or method matches “{query}”.</p>
      ) : null}
    </>
  );
}

const SHORT_TYPES = {
  MOCK: 'mock',
  HTTP: 'http',
  HTTP_PROXY: 'proxy',
  AWS: 'aws',
  AWS_PROXY: 'function',
} as const;
