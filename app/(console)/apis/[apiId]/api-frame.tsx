'use client';

import { Rocket } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useMemo, useState } from 'react';
import { DeployDialog } from '@/components/deployment/deploy-dialog';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { type CommandEntryGroup, useCommandGroups } from '@/components/layout/command-palette';
import { apiNav } from '@/components/layout/console-nav';
import { EndpointTypeBadge } from '@/components/rest-api/endpoint-type-badge';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { LinkTabs } from '@/components/ui/tabs';
import { Tooltip } from '@/components/ui/tooltip';
import { ApiError } from '@/lib/client/fetcher';
import { useCan } from '@/lib/client/member';
import { useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { isDeployDue } from '@/lib/contract/stage';

/** What all pages of one API share: its name, its tabs and the way to deploy it. */
export function ApiFrame({ apiId, children }: Readonly<{ apiId: string; children: ReactNode }>) {
  const { data: api, error, refetch, isFetching } = useRestApi(apiId);
  const mayDeploy = useCan('rest-api:deploy');
  const [deploying, setDeploying] = useState(false);
  // On a stage's own page "Deploy" means that stage.
  const stageInView = useSearchParams().get('stage');
  useApiCommands(apiId, api?.name, mayDeploy, setDeploying);

  if (!api && error) {
    const failure = error instanceof ApiError ? error : null;
    return (
      <ErrorState
        title="The API could not be loaded"
        description={error.message}
        requestId={failure?.requestId}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
    );
  }

  const base = routes.api(apiId);
  const behind = api?.stages.filter(isDeployDue) ?? [];
  return (
    <>
      <PageBreadcrumbs items={[{ label: 'APIs', href: routes.apis() }, { label: api?.name ?? apiId }]} />
      <div className="flex flex-col gap-3 px-4 pt-5 md:px-6">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
            <div className="flex min-w-0 items-center gap-2">
              {api ? (
                <h1 className="min-w-0 truncate text-xl font-semibold tracking-tight">{api.name}</h1>
              ) : (
                <Skeleton className="h-6.5 w-48" />
              )}
              {api?.demo ? <Badge variant="outline">Demo</Badge> : null}
              {api ? <EndpointTypeBadge type={api.endpointType} /> : null}
            </div>
            <div className="flex h-6 items-center gap-1 text-xs text-muted-foreground">
              <span className="font-mono">{apiId}</span>
              <CopyButton value={apiId} label="Copy API id" size="icon-xs" />
            </div>
          </div>
          <div className="flex items-center gap-2">
            {api ? <BehindBadge api={api} behind={behind.map((stage) => stage.name)} /> : null}
            {mayDeploy ? (
              <Button onClick={() => setDeploying(true)} disabled={!api}>
                <Rocket /> Deploy
              </Button>
            ) : null}
          </div>
        </div>
        <LinkTabs
          aria-label="API"
          className="-mx-4 px-4 md:-mx-6 md:px-6"
          tabs={[
            { href: base.resources(), label: 'Resources' },
            { href: base.stages(), label: 'Stages', badge: <TabCount n={api?.stages.length} /> },
            { href: base.deployments(), label: 'Deployments' },
            { href: base.authorizers(), label: 'Authorizers' },
            { href: base.access(), label: 'Access' },
            { href: base.models(), label: 'Models' },
            { href: base.gatewayResponses(), label: 'Gateway responses' },
            { href: base.dashboard(), label: 'Dashboard' },
            { href: base.logs(), label: 'Logs' },
            { href: base.traces(), label: 'Traces' },
            { href: base.settings(), label: 'Settings' },
          ]}
        />
      </div>
      {children}
      {api && mayDeploy ? (
        <DeployDialog api={api} open={deploying} onOpenChange={setDeploying} initialStage={stageInView} />
      ) : null}
    </>
  );
}

function BehindBadge({ api, behind }: Readonly<{ api: RestApiDetail; behind: readonly string[] }>) {
  if (api.stages.length === 0) {
    return (
      <Tooltip content="No stage serves this API yet. Deploy it to make it reachable.">
        <Badge variant="outline" tabIndex={0}>
          Not deployed
        </Badge>
      </Tooltip>
    );
  }
  if (behind.length === 0) return null;
  return (
    <Tooltip content={`Changed since it was deployed to ${behind.join(', ')}. Deploy to make the changes live.`}>
      <Badge variant="warning" tabIndex={0}>
        {behind.length === 1 ? `${behind[0]} is behind` : `${behind.length} stages behind`}
      </Badge>
    </Tooltip>
  );
}

function TabCount({ n }: Readonly<{ n: number | undefined }>) {
  if (n === undefined || n === 0) return null;
  return <span className="tabular text-xs text-muted-foreground">{n}</span>;
}

function useApiCommands(
  apiId: string,
  name: string | undefined,
  mayDeploy: boolean,
  setDeploying: (deploying: boolean) => void,
): void {
  const groups = useMemo<CommandEntryGroup[]>(() => {
    if (!name) return [];
    const pages = apiNav(apiId, name).items.map((item) => ({
      id: `api-page:${item.href}`,
      label: item.label,
      icon: item.icon,
      href: item.href,
    }));
    const actions = mayDeploy
      ? [{ id: 'api:deploy', label: `Deploy ${name}`, icon: Rocket, onSelect: () => setDeploying(true) }]
      : [];
    return [{ heading: name, items: [...actions, ...pages] }];
  }, [apiId, name, mayDeploy, setDeploying]);
  useCommandGroups('api', groups);
}
