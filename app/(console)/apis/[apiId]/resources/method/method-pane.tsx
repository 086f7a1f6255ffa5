'use client';

import { FlaskConical, Trash2, Workflow } from 'lucide-react';
import { useState } from 'react';
import { RowActions } from '@/components/data-table/row-actions';
import { useAction } from '@/components/form/use-action';
import { PageBody } from '@/components/layout/page-body';
import { hideMethod, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { MethodBadge } from '@/components/ui/method-badge';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { deleteMethodAction } from '@/lib/actions/method';
import { ApiError } from '@/lib/client/fetcher';
import { useCan } from '@/lib/client/member';
import { useMethod } from '@/lib/client/methods';
import type { MethodKey } from '@/lib/contract/common';
import type { MethodDetail } from '@/lib/contract/method';
import type { ResourceNode } from '@/lib/contract/resource';
import { useSelection } from '../selection';
import { TestInvoke } from '../test-invoke/test-invoke';
import { TestOfTrace } from '../test-invoke/test-of-trace';
import { FlowDiagram } from './flow-diagram';
import { StepSheets } from './step-sheets';

export function MethodPane({
  apiId,
  resource,
  httpMethod,
  onGone,
}: Readonly<{ apiId: string; resource: ResourceNode; httpMethod: MethodKey; onGone: () => void }>) {
  const query = useMethod({ restApiId: apiId, resourceId: resource.id, httpMethod });
  const [selection, select] = useSelection();
  const mayWrite = useCan('rest-api:write');
  const mayTest = useCan('rest-api:test');
  const { data: method, error } = query;

  if (!method && error) {
    if (error instanceof ApiError && error.status === 404) {
      return (
        <EmptyState
          icon={<Workflow />}
          title={`${resource.path} has no method ${httpMethod}`}
          description="It was deleted since this link was made."
        />
      );
    }
    return (
      <ErrorState
        title="The method could not be loaded"
        description={error.message}
        requestId={error instanceof ApiError ? error.requestId : null}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  }

  return (
    <PageBody width="full" className="max-lg:pt-1">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h2 className="flex min-w-0 items-center gap-2 font-mono text-base font-medium">
          <MethodBadge method={httpMethod} />
          <span className="min-w-0 truncate">{resource.path}</span>
        </h2>
        {mayWrite && method ? <MethodActions method={method} onGone={onGone} /> : null}
      </header>
      <Tabs
        value={selection.tab ?? 'flow'}
        onValueChange={(tab) => void select({ tab: tab === 'test' ? 'test' : null, step: null, trace: null })}
      >
        <TabsList>
          <TabsTrigger value="flow">
            <Workflow aria-hidden="true" className="size-3.5" /> Flow
          </TabsTrigger>
          {mayTest ? (
            <TabsTrigger value="test">
              <FlaskConical aria-hidden="true" className="size-3.5" /> Test
            </TabsTrigger>
          ) : null}
        </TabsList>
        <TabsContent value="flow">
          {method ? (
            <>
              <FlowDiagram
                method={method}
                active={selection.step}
                onOpen={(step) => void select({ step: method.integration ? step : 'integration-request' })}
              />
              <StepSheets
                method={method}
                step={selection.step}
                readOnly={!mayWrite}
                onClose={() => void select({ step: null })}
                onReload={async () => (await query.refetch()).data ?? method}
              />
            </>
          ) : (
            <FlowSkeleton />
          )}
        </TabsContent>
        {mayTest ? (
          <TabsContent value="test">
            {!method ? (
              <FlowSkeleton />
            ) : selection.trace ? (
              <TestOfTrace key={selection.trace} apiId={apiId} method={method} traceId={selection.trace} />
            ) : (
              <TestInvoke apiId={apiId} method={method} />
            )}
          </TabsContent>
        ) : null}
      </Tabs>
    </PageBody>
  );
}

function MethodActions({ method, onGone }: Readonly<{ method: MethodDetail; onGone: () => void }>) {
  const [deleting, setDeleting] = useState(false);
  const refresh = useRefreshApis();
  const show = useShowChange();
  const name = `${method.httpMethod} ${method.path}`;
  const remove = useAction(deleteMethodAction, {
    success: `${name} was deleted`,
    onReload: () => void refresh(),
    onSuccess: () => {
      onGone();
      show(hideMethod(method));
    },
  });
  return (
    <>
      <RowActions
        label={name}
        actions={[{ label: 'Delete…', icon: Trash2, destructive: true, onSelect: () => setDeleting(true) }]}
      />
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${name}?`}
        description="Stages keep serving it until the API is deployed to them again."
        losses={['Its request parameters, integration and response mappings']}
        confirmLabel="Delete method"
        onConfirm={async () =>
          (await remove.run({
            restApiId: method.restApiId,
            resourceId: method.resourceId,
            httpMethod: method.httpMethod,
            version: method.version,
          })) !== null
        }
      />
    </>
  );
}

function FlowSkeleton() {
  return (
    <div aria-hidden="true" className="grid gap-3 lg:grid-cols-2">
      {['request', 'integration', 'mapping', 'response'].map((box) => (
        <Skeleton key={box} className="h-32" />
      ))}
    </div>
  );
}
