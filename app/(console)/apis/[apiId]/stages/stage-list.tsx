'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { Activity, GitCompareArrows, Layers, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type RowAction, tableState } from '@/components/data-table/types';
import { DeployDialog } from '@/components/deployment/deploy-dialog';
import { PageBody } from '@/components/layout/page-body';
import { DeleteStageDialog } from '@/components/stage/delete-stage-dialog';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { SectionHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { useCan } from '@/lib/client/member';
import { useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import { useStages } from '@/lib/client/stages';
import { WORKING_COPY } from '@/lib/contract/deployment';
import { MAX_STAGES, type StageSummary } from '@/lib/contract/stage';
import { CreateStageDialog } from './create-stage-dialog';

const column = createColumnHelper<StageSummary>();
const columns = [
  column.accessor('name', {
    header: 'Stage',
    meta: { primary: true },
    cell: ({ row: { original: stage } }) => (
      <span className="inline-flex max-w-64 flex-col align-middle max-sm:max-w-40">
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="truncate">{stage.name}</span>
          {stage.behind ? <Badge variant="warning">behind</Badge> : null}
        </span>
        {stage.description ? (
          <span className="truncate text-xs font-normal text-muted-foreground">{stage.description}</span>
        ) : null}
      </span>
    ),
  }),
  column.accessor('deploymentNumber', {
    header: 'Deployment',
    cell: ({ getValue, row: { original: stage } }) => (
      <span className="tabular inline-flex items-center gap-1.5 whitespace-nowrap">
        #{getValue()}
        {stage.canary ? (
          <Badge variant="info">
            #{stage.canary.deploymentNumber} at {stage.canary.percentTraffic} %
          </Badge>
        ) : null}
      </span>
    ),
  }),
  column.accessor('deployedAt', {
    header: 'Deployed',
    meta: { priority: 2 },
    cell: ({ getValue }) => <RelativeTime at={getValue()} className="text-muted-foreground" />,
  }),
  column.accessor((stage) => stage.invokeUrls.byHost, {
    id: 'url',
    header: 'Invoke URL',
    enableSorting: false,
    meta: { priority: 3 },
    cell: ({ getValue }) => (
      <span className="flex items-center gap-0.5">
        <code className="max-w-96 truncate font-mono text-xs text-muted-foreground">{getValue()}</code>
        <CopyButton value={getValue()} label="Copy invoke URL" size="icon-xs" />
      </span>
    ),
  }),
];

export function StageList({ apiId }: Readonly<{ apiId: string }>) {
  const stages = useStages(apiId);
  const { data: api } = useRestApi(apiId);
  const mayDeploy = useCan('rest-api:deploy');
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<StageSummary | null>(null);
  const deployed = (api?.dependents.deploymentCount ?? 0) > 0;
  const full = (stages.data?.length ?? 0) >= MAX_STAGES;

  const create = mayDeploy ? (
    <Button variant={stages.data?.length ? 'outline' : 'default'} disabled={full} onClick={() => setCreating(true)}>
      <Plus /> Create stage
    </Button>
  ) : null;

  return (
    <PageBody width="full">
      <SectionHeader
        title="Stages"
        description={
          full
            ? `An API has at most ${MAX_STAGES} stages.`
            : 'Each serves one deployment at a URL of its own, with its own variables, limits and cache.'
        }
        actions={create}
      />
      <DataTable
        label="Stages"
        columns={columns}
        {...tableState(stages)}
        rowId={(stage) => stage.name}
        rowHref={(stage) => routes.api(apiId).stage(stage.name)}
        rowActions={(stage) => actionsOf(apiId, stage, mayDeploy ? () => setDeleting(stage) : null)}
        skeletonRows={3}
        empty={{
          icon: <Layers />,
          title: 'No stages yet',
          description: 'A stage makes a deployment reachable: dev, test, prod. The first deploy makes the first stage.',
          action: create,
        }}
      />
      {mayDeploy && api && deployed ? (
        <CreateStageDialog apiId={apiId} open={creating} onOpenChange={setCreating} />
      ) : null}
      {/* Without a deployment there is nothing a stage could serve: the first deploy makes both. */}
      {mayDeploy && api && !deployed ? <DeployDialog api={api} open={creating} onOpenChange={setCreating} /> : null}
      {deleting ? (
        <DeleteStageDialog
          apiId={apiId}
          stageName={deleting.name}
          open
          onOpenChange={(open) => (open ? undefined : setDeleting(null))}
        />
      ) : null}
    </PageBody>
  );
}

function actionsOf(apiId: string, stage: StageSummary, onDelete: (() => void) | null): RowAction[] {
  const pages = routes.api(apiId);
  const actions: RowAction[] = [
    { label: 'Dashboard', icon: Activity, href: pages.dashboard({ stage: stage.name }) },
    {
      label: 'Compare with working copy',
      icon: GitCompareArrows,
      href: pages.deployments({ from: stage.deploymentId, to: WORKING_COPY }),
    },
  ];
  if (!onDelete) return actions;
  return [...actions, { label: 'Delete…', icon: Trash2, onSelect: onDelete, destructive: true, separated: true }];
}
