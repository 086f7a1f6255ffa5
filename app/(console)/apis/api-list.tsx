'use client';

import { createColumnHelper } from '@tanstack/react-table';
import { Boxes, Layers, ListTree, Plus, Rocket, SlidersHorizontal, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { type RowAction, tableState } from '@/components/data-table/types';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { DeleteApiDialog } from '@/components/rest-api/delete-api-dialog';
import { ENDPOINT_TYPE_LABELS } from '@/components/rest-api/endpoint-type-badge';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Tooltip } from '@/components/ui/tooltip';
import { useCan } from '@/lib/client/member';
import { useRestApis } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import type { RestApiSummary } from '@/lib/contract/rest-api';
import { CreateApiDialog } from './create-api-dialog';

const column = createColumnHelper<RestApiSummary>();

const columns = [
  column.accessor('name', {
    header: 'Name',
    meta: { primary: true },
    cell: ({ row: { original: api } }) => (
      <span className="inline-flex max-w-80 flex-col align-middle max-sm:max-w-44">
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="truncate">{api.name}</span>
          {api.demo ? <Badge variant="outline">Demo</Badge> : null}
        </span>
        {api.description ? (
          <span className="truncate text-xs font-normal text-muted-foreground">{api.description}</span>
        ) : null}
      </span>
    ),
  }),
  column.accessor('id', {
    header: 'ID',
    enableSorting: false,
    meta: { priority: 2 },
    cell: ({ getValue }) => (
      <span className="flex items-center gap-0.5 font-mono text-xs text-muted-foreground">
        {getValue()}
        <CopyButton
          value={getValue()}
          label="Copy API id"
          size="icon-xs"
          className="opacity-0 transition-opacity group-hover/row:opacity-100 group-focus-visible/row:opacity-100 focus-visible:opacity-100"
        />
      </span>
    ),
  }),
  column.accessor('endpointType', {
    header: 'Endpoint',
    meta: { priority: 3 },
    cell: ({ getValue }) => ENDPOINT_TYPE_LABELS[getValue()],
  }),
  column.accessor((api) => api.stages.length, {
    id: 'stages',
    header: 'Stages',
    cell: ({ row: { original: api } }) => <StageBadges api={api} />,
  }),
  column.accessor('methodCount', { header: 'Methods', meta: { align: 'right', priority: 3 } }),
  column.accessor('updatedAt', {
    header: 'Updated',
    meta: { align: 'right', priority: 2 },
    cell: ({ getValue }) => <RelativeTime at={getValue()} className="text-muted-foreground" />,
  }),
];

export function ApiList() {
  const apis = useRestApis();
  const mayWrite = useCan('rest-api:write');
  const [search, setSearch] = useQueryState('search', { defaultValue: '', throttleMs: 200 });
  const [creating, setCreating] = useQueryState('create', parseAsBoolean.withDefault(false));
  const [deleting, setDeleting] = useState<RestApiSummary | null>(null);

  const create = mayWrite ? (
    <Button onClick={() => void setCreating(true)}>
      <Plus /> Create API
    </Button>
  ) : null;

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'APIs' }]} />
      <PageHeader
        title="APIs"
        description="REST APIs that this gateway serves: their resources, stages and deployments."
        actions={create}
      />
      <DataTable
        label="APIs"
        columns={columns}
        {...tableState(apis)}
        rowId={(api) => api.id}
        rowLabel={(api) => api.name}
        rowHref={(api) => routes.api(api.id).resources()}
        rowActions={(api) => actionsOf(api, mayWrite ? () => setDeleting(api) : null)}
        filter={{
          placeholder: 'Filter APIs',
          value: search,
          onChange: (value) => void setSearch(value || null),
          textOf: (api) =>
            [api.name, api.description, api.id, api.endpointType, ...api.stages.map((stage) => stage.name)].join(' '),
        }}
        initialSorting={[{ id: 'updatedAt', desc: true }]}
        empty={{
          icon: <Boxes />,
          title: 'Create your first API',
          description: (
            <>
              An API is a tree of resources with methods. Each method answers by itself (mock) or calls a backend over
              HTTP. Deploy it to a stage and it is live at a URL of its own within milliseconds.
            </>
          ),
          action: create,
        }}
      />
      {mayWrite ? <CreateApiDialog open={creating} onOpenChange={(open) => void setCreating(open || null)} /> : null}
      {deleting ? (
        <DeleteApiDialog api={deleting} open onOpenChange={(open) => (open ? undefined : setDeleting(null))} />
      ) : null}
    </PageBody>
  );
}

const SHOWN_STAGES = 3;

function StageBadges({ api }: Readonly<{ api: RestApiSummary }>) {
  if (api.stages.length === 0) return <span className="text-xs text-muted-foreground">Not deployed</span>;
  const rest = api.stages.length - SHOWN_STAGES;
  return (
    <span className="flex flex-wrap items-center gap-1">
      {api.stages.slice(0, SHOWN_STAGES).map((stage) => (
        <Tooltip
          key={stage.id}
          content={
            stage.behind
              ? `Serves deployment #${stage.deploymentNumber}; the API has changed since`
              : `Serves deployment #${stage.deploymentNumber}`
          }
        >
          <Link href={routes.api(api.id).stage(stage.name)} className="rounded-sm">
            <Badge variant={stage.behind ? 'warning' : 'secondary'}>
              {stage.name}
              {stage.behind ? <span className="font-normal">behind</span> : null}
            </Badge>
          </Link>
        </Tooltip>
      ))}
      {rest > 0 ? <span className="text-xs text-muted-foreground">+{rest}</span> : null}
    </span>
  );
}

function actionsOf(api: RestApiSummary, onDelete: (() => void) | null): RowAction[] {
  const pages = routes.api(api.id);
  const open: RowAction[] = [
    { label: 'Resources', icon: ListTree, href: pages.resources() },
    { label: 'Stages', icon: Layers, href: pages.stages() },
    { label: 'Deployments', icon: Rocket, href: pages.deployments() },
    { label: 'Settings', icon: SlidersHorizontal, href: pages.settings() },
  ];
  if (!onDelete) return open;
  return [...open, { label: 'Delete…', icon: Trash2, onSelect: onDelete, destructive: true, separated: true }];
}
