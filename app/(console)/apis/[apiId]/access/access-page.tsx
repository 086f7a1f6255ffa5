'use client';

import { ScanSearch } from 'lucide-react';
import { PageBody } from '@/components/layout/page-body';
import { EmptyState } from '@/components/ui/empty-state';
import { SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { useResources } from '@/lib/client/resources';
import { useRestApi } from '@/lib/client/rest-apis';
import { AccessForm } from './access-form';
import { targetsOf } from './question';

export function AccessPage({ apiId }: Readonly<{ apiId: string }>) {
  const { data: api } = useRestApi(apiId);
  const resources = useResources(apiId);
  return (
    <PageBody width="full">
      <SectionHeader
        title="Policy simulator"
        description="Whether somebody may call a method, and which policy says so. The gateway’s own code decides; nothing is called, counted or logged."
      />
      {resources.data && api ? (
        <Ready apiId={apiId} stageNames={api.stages.map(({ name }) => name)} targets={targetsOf(resources.data)} />
      ) : resources.error ? (
        <QueryError query={resources} title="The methods could not be loaded" />
      ) : (
        <div aria-busy="true" className="grid gap-6 xl:grid-cols-2">
          <Skeleton className="h-96" />
          <Skeleton className="h-64" />
        </div>
      )}
    </PageBody>
  );
}

function Ready({ targets, ...props }: Readonly<Parameters<typeof AccessForm>[0]>) {
  if (targets.length > 0) return <AccessForm targets={targets} {...props} />;
  return (
    <EmptyState
      icon={<ScanSearch />}
      title="No methods yet"
      description="Create a method first: then you can see who may call it."
      className="rounded-lg border border-dashed border-border"
    />
  );
}
