'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { GitCompareArrows, History, Pencil, Rocket, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type RowAction, tableState } from '@/components/data-table/types';
import { DeployDialog } from '@/components/deployment/deploy-dialog';
import { PageBody } from '@/components/layout/page-body';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { SectionHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { useDeployments } from '@/lib/client/deployments';
import { useCan } from '@/lib/client/member';
import { useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import { type DeploymentSummary, WORKING_COPY } from '@/lib/contract/deployment';
import { CompareSheet } from './compare-sheet';
import { DeleteDeploymentDialog } from './delete-deployment-dialog';
import { EditDescriptionDialog } from './edit-description-dialog';
import { RollbackDialog } from './rollback-dialog';

export function DeploymentList({ apiId }: Readonly<{ apiId: string }>) {
  const deployments = useDeployments(apiId);
  const { data: api } = useRestApi(apiId);
  const mayDeploy = useCan('rest-api:deploy');
  const [compared, compare] = useQueryStates({ from: parseAsString, to: parseAsString }, { history: 'push' });
  const [deploying, setDeploying] = useState(false);
  const [rollingBackTo, setRollingBackTo] = useState<DeploymentSummary | null>(null);
  const [describing, setDescribing] = useState<DeploymentSummary | null>(null);
  const [deleting, setDeleting] = useState<DeploymentSummary | null>(null);
  const columns = useMemo(() => columnsFor(apiId), [apiId]);

  const list = deployments.data ?? [];
  const newest = list[0];
  const before = (deployment: DeploymentSummary) => list.find((other) => other.number < deployment.number);

  function actionsOf(deployment: DeploymentSummary): RowAction[] {
    const previous = before(deployment);
    const actions: RowAction[] = [
      {
        label: 'What changed',
        icon: GitCompareArrows,
        disabled: !previous,
        onSelect: () => (previous ? void compare({ from: previous.id, to: deployment.id }) : undefined),
      },
      {
        label: 'Compare with working copy',
        icon: GitCompareArrows,
        onSelect: () => void compare({ from: deployment.id, to: WORKING_COPY }),
      },
    ];
    if (!mayDeploy) return actions;
    return [
      ...actions,
      { label: 'Roll back to this…', icon: History, onSelect: () => setRollingBackTo(deployment), separated: true },
      { label: 'Edit description', icon: Pencil, onSelect: () => setDescribing(deployment) },
      {
        label: 'Delete…',
        icon: Trash2,
        destructive: true,
        disabled: deployment.stageNames.length + deployment.canaryStageNames.length > 0,
        onSelect: () => setDeleting(deployment),
        separated: true,
      },
    ];
  }

  return (
    <PageBody width="full">
      <SectionHeader
        title="Deployments"
        description="Copies of the definition that never change. Stages point to them; pointing back is a rollback."
        actions={
          newest ? (
            <Button variant="outline" onClick={() => void compare({ from: newest.id, to: WORKING_COPY })}>
              <GitCompareArrows /> Compare
            </Button>
          ) : null
        }
      />
      <DataTable
        label="Deployments"
        columns={columns}
        {...tableState(deployments)}
        rowId={(deployment) => deployment.id}
        rowLabel={(deployment) => `deployment #${deployment.number}`}
        onRowOpen={(deployment) =>
          void compare({
            from: before(deployment)?.id ?? deployment.id,
            to: before(deployment) ? deployment.id : WORKING_COPY,
          })
        }
        rowActions={actionsOf}
        filter={
          list.length > 8
            ? {
                placeholder: 'Filter deployments',
                textOf: (deployment) =>
                  [
                    `#${deployment.number}`,
                    deployment.description,
                    deployment.createdByName,
                    ...deployment.stageNames,
                    ...deployment.canaryStageNames.map(canaryText),
                  ].join(' '),
              }
            : undefined
        }
        empty={{
          icon: <Rocket />,
          title: 'Nothing deployed yet',
          description:
            'Deploying copies the definition and makes it live on a stage. The copy stays here to go back to.',
          action:
            mayDeploy && api ? (
              <Button onClick={() => setDeploying(true)}>
                <Rocket /> Deploy
              </Button>
            ) : null,
        }}
      />
      <CompareSheet
        apiId={apiId}
        from={compared.from}
        to={compared.to}
        onChange={(next) => void compare(next)}
        onClose={() => void compare({ from: null, to: null })}
        onRollBack={
          mayDeploy ? (id) => setRollingBackTo(list.find((deployment) => deployment.id === id) ?? null) : undefined
        }
      />
      {api && mayDeploy ? <DeployDialog api={api} open={deploying} onOpenChange={setDeploying} /> : null}
      {rollingBackTo && api ? (
        <RollbackDialog
          key={rollingBackTo.id}
          api={api}
          deployment={rollingBackTo}
          onClose={() => setRollingBackTo(null)}
        />
      ) : null}
      {describing ? (
        <EditDescriptionDialog
          key={describing.id}
          apiId={apiId}
          deployment={describing}
          onClose={() => setDescribing(null)}
        />
      ) : null}
      {deleting ? (
        <DeleteDeploymentDialog apiId={apiId} deployment={deleting} onClose={() => setDeleting(null)} />
      ) : null}
    </PageBody>
  );
}

const canaryText = (stageName: string) => `canary of ${stageName}`;

const column = createColumnHelper<DeploymentSummary>();

function columnsFor(apiId: string) {
  return [
    column.accessor('number', {
      header: 'Deployment',
      meta: { primary: true, width: '8rem' },
      cell: ({ getValue }) => <span className="tabular font-medium">#{getValue()}</span>,
    }),
    column.accessor('description', {
      header: 'Description',
      enableSorting: false,
      cell: ({ getValue }) =>
        getValue() ? (
          <span className="line-clamp-2 max-w-xl max-sm:max-w-40">{getValue()}</span>
        ) : (
          <span className="text-muted-foreground">–</span>
        ),
    }),
    column.accessor((deployment) => [...deployment.stageNames, ...deployment.canaryStageNames].join(' '), {
      id: 'stages',
      header: 'Stages',
      cell: ({ row: { original: deployment } }) => (
        <span className="flex flex-wrap gap-1">
          {deployment.stageNames.map((stage) => (
            <Link key={stage} href={routes.api(apiId).stage(stage)} className="rounded-sm">
              <Badge variant="success">{stage}</Badge>
            </Link>
          ))}
          {deployment.canaryStageNames.map((stage) => (
            <Link key={stage} href={routes.api(apiId).stage(stage)} className="rounded-sm">
              <Badge variant="info">{canaryText(stage)}</Badge>
            </Link>
          ))}
        </span>
      ),
    }),
    column.accessor('createdByName', { header: 'By', meta: { priority: 2 } }),
    column.accessor('createdAt', {
      header: 'When',
      meta: { align: 'right', priority: 2 },
      cell: ({ getValue }) => <RelativeTime at={getValue()} className="text-muted-foreground" />,
    }),
  ];
}
