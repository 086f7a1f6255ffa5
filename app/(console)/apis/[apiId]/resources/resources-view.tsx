'use client';

import { ChevronLeft, FolderTree } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/fetcher';
import { useResources } from '@/lib/client/resources';
import type { ResourceNode } from '@/lib/contract/resource';
import { CorsDialog } from './cors-dialog';
import { CreateMethodDialog } from './create-method-dialog';
import { CreateResourceDialog } from './create-resource-dialog';
import { DeleteResourceDialog } from './delete-resource-dialog';
import { MethodPane } from './method/method-pane';
import { MoveResourceDialog } from './move-resource-dialog';
import { ResourcePane } from './resource-pane';
import { useSelection } from './selection';
import { ResourceTree } from './tree/resource-tree';

/** What can be done to a resource; each opens its dialog. */
export type ResourceTask = 'create-resource' | 'create-method' | 'cors' | 'move' | 'delete';

export function ResourcesView({ apiId }: Readonly<{ apiId: string }>) {
  const { data: resources, error, refetch, isFetching } = useResources(apiId);
  const [selection, select] = useSelection();
  const [task, setTask] = useState<{ task: ResourceTask; resourceId: string } | null>(null);

  if (error && !resources) {
    return (
      <ErrorState
        title="The resources could not be loaded"
        description={error.message}
        requestId={error instanceof ApiError ? error.requestId : null}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
    );
  }

  const root = resources?.find((node) => node.parentId === null);
  const selected = selection.resource ? resources?.find((node) => node.id === selection.resource) : root;
  const openResource = (resourceId: string) =>
    void select({ resource: resourceId, method: null, step: null, tab: null });
  const openMethod = (resourceId: string, method: ResourceNode['methods'][number]['httpMethod']) =>
    void select({ resource: resourceId, method, step: null, tab: null });
  const start = (resourceId: string, next: ResourceTask) => setTask({ task: next, resourceId });
  const subject = task ? resources?.find((node) => node.id === task.resourceId) : undefined;
  const close = (open: boolean) => (open ? undefined : setTask(null));

  return (
    // On a phone it is one or the other: the tree, then what was chosen in it.
    <div className="grid min-h-0 flex-1 lg:grid-cols-[18rem_minmax(0,1fr)] xl:grid-cols-[20rem_minmax(0,1fr)]">
      <aside
        aria-label="Resources"
        className={cn(
          'flex min-h-0 min-w-0 flex-col border-border lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:border-r',
          selection.resource && 'max-lg:hidden',
        )}
      >
        <ResourceTree
          resources={resources}
          selectedResourceId={selected?.id ?? null}
          selectedMethod={selection.method}
          onOpenResource={openResource}
          onOpenMethod={openMethod}
          onTask={start}
        />
      </aside>
      <div className={cn('flex min-w-0 flex-col', !selection.resource && 'max-lg:hidden')}>
        <Button
          variant="ghost"
          size="sm"
          className="m-2 w-fit lg:hidden"
          onClick={() => void select({ resource: null, method: null, step: null, tab: null })}
        >
          <ChevronLeft /> All resources
        </Button>
        {resources ? null : <PaneSkeleton />}
        {resources && !selected ? (
          <EmptyState
            icon={<FolderTree />}
            title="There is no such resource"
            description="It was deleted since this link was made. Choose another one in the tree."
            action={
              <Button variant="outline" onClick={() => (root ? openResource(root.id) : undefined)}>
                Open the root
              </Button>
            }
          />
        ) : null}
        {selected && !selection.method ? (
          <ResourcePane
            key={selected.id}
            resource={selected}
            onOpenMethod={(method) => openMethod(selected.id, method)}
            onTask={(next) => start(selected.id, next)}
          />
        ) : null}
        {selected && selection.method ? (
          <MethodPane
            key={`${selected.id} ${selection.method}`}
            apiId={apiId}
            resource={selected}
            httpMethod={selection.method}
            onGone={() => openResource(selected.id)}
          />
        ) : null}
      </div>

      {subject && resources ? (
        <>
          <CreateResourceDialog
            apiId={apiId}
            parent={subject}
            open={task?.task === 'create-resource'}
            onOpenChange={close}
            onCreated={openResource}
          />
          <CreateMethodDialog
            apiId={apiId}
            resource={subject}
            open={task?.task === 'create-method'}
            onOpenChange={close}
            onCreated={(method) => openMethod(subject.id, method)}
          />
          <CorsDialog apiId={apiId} resource={subject} open={task?.task === 'cors'} onOpenChange={close} />
          <MoveResourceDialog
            apiId={apiId}
            resource={subject}
            resources={resources}
            open={task?.task === 'move'}
            onOpenChange={close}
          />
          <DeleteResourceDialog
            apiId={apiId}
            resource={subject}
            resources={resources}
            open={task?.task === 'delete'}
            onOpenChange={close}
            onDeleted={() => openResource(subject.parentId ?? root?.id ?? '')}
          />
        </>
      ) : null}
    </div>
  );
}

function PaneSkeleton() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-4 p-4 md:p-6">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-40 w-full" />
    </div>
  );
}
