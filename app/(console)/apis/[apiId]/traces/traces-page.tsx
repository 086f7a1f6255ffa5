'use client';

import { KeyRound, Waypoints } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Columns } from '@/components/data-table/types';
import { PageBody } from '@/components/layout/page-body';
import { MintTokenDialog } from '@/components/trace/mint-token-dialog';
import { StatusBadge } from '@/components/trace/status-badge';
import { formatDuration } from '@/components/trace/waterfall';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { MethodBadge } from '@/components/ui/method-badge';
import { SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { SimpleSelect } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { useCan } from '@/lib/client/member';
import { useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import { useTraces } from '@/lib/client/traces';
import { useDebounced } from '@/lib/client/use-debounced';
import { HTTP_VERBS } from '@/lib/contract/common';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { STATUS_CLASSES, TRACES_SHOWN, type TraceSummary } from '@/lib/contract/trace';
import { toTraceFilter, traceSearchParams } from './search-params';

const ANY = '*';

export function TracesPage({ apiId }: Readonly<{ apiId: string }>) {
  const router = useRouter();
  const [search, setSearch] = useQueryStates(traceSearchParams);
  const [minting, setMinting] = useState(false);
  const mayMint = useCan('trace:mint');
  const { data: api } = useRestApi(apiId);
  const settled = useDebounced(search.search);
  const filter = toTraceFilter({ ...search, search: settled });
  const traces = useTraces(apiId, filter);
  const filtered = Object.keys(filter).length > 0;
  const stages = (api?.stages ?? []).map(({ name }) => name);

  return (
    <PageBody width="full">
      <SectionHeader
        title="Traces"
        description={`The newest ${TRACES_SHOWN} requests that were traced: a stage’s sample, and those that brought a token.`}
        actions={
          mayMint && stages.length > 0 ? (
            <Button variant="outline" onClick={() => setMinting(true)}>
              <KeyRound aria-hidden="true" /> Trace one request
            </Button>
          ) : null
        }
      />
      <div className="flex flex-wrap items-center gap-2">
        <SimpleSelect
          aria-label="Stage"
          className="w-36 max-sm:flex-1"
          value={search.stage || ANY}
          onValueChange={(stage) => void setSearch({ stage: stage === ANY ? null : stage })}
          options={[{ value: ANY, label: 'All stages' }, ...stages.map((name) => ({ value: name, label: name }))]}
        />
        <SimpleSelect
          aria-label="Status"
          className="w-32 max-sm:flex-1"
          value={search.status ?? ANY}
          onValueChange={(status) => void setSearch({ status: STATUS_CLASSES.find((it) => it === status) ?? null })}
          options={[{ value: ANY, label: 'Any status' }, ...STATUS_CLASSES.map((it) => ({ value: it, label: it }))]}
        />
        <SimpleSelect
          aria-label="Method"
          className="w-32 max-sm:flex-1"
          value={search.method ?? ANY}
          onValueChange={(method) => void setSearch({ method: HTTP_VERBS.find((it) => it === method) ?? null })}
          options={[{ value: ANY, label: 'Any method' }, ...HTTP_VERBS.map((it) => ({ value: it, label: it }))]}
        />
        <Input
          type="search"
          aria-label="Path or request id"
          placeholder="Path or x-amzn-RequestId"
          className="w-72 font-mono text-xs max-sm:w-full"
          value={search.search}
          onChange={(event) => void setSearch({ search: event.target.value || null })}
        />
        <span className="flex items-center gap-2 text-sm">
          <Switch
            aria-label="Only errors"
            checked={search.errors}
            onCheckedChange={(errors) => void setSearch({ errors: errors || null })}
          />
          <span aria-hidden="true">Only errors</span>
        </span>
      </div>
      {traces.isError && !traces.data ? (
        <Card>
          <QueryError title="The traces could not be loaded" query={traces} />
        </Card>
      ) : traces.data?.length === 0 && !filtered ? (
        <NoTraces api={api} />
      ) : (
        <DataTable
          label="Traces"
          data={traces.data}
          columns={columns}
          rowId={(trace) => trace.id}
          onRowOpen={(trace) => router.push(routes.api(apiId).trace(trace.id))}
          empty={{ title: 'No trace matches' }}
        />
      )}
      <MintTokenDialog
        apiId={apiId}
        stages={stages}
        initialStage={search.stage || undefined}
        open={minting}
        onOpenChange={setMinting}
      />
    </PageBody>
  );
}

const columns: Columns<TraceSummary> = [
  {
    id: 'request',
    header: 'Request',
    accessorFn: (trace) => trace.path,
    enableSorting: false,
    meta: { primary: true },
    cell: ({ row: { original: trace } }) => (
      <span className="flex min-w-0 items-center gap-2">
        <MethodBadge method={trace.method} aligned size="sm" />
        <span className="min-w-0 font-mono text-xs wrap-anywhere">{trace.path}</span>
        {trace.origin === 'DEBUG' ? <Badge variant="info">token</Badge> : null}
      </span>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    accessorFn: (trace) => trace.status,
    enableSorting: false,
    cell: ({ row: { original: trace } }) => (
      <span className="flex items-center gap-2">
        <StatusBadge status={trace.status} />
        {trace.responseType ? (
          <span className="font-mono text-2xs text-muted-foreground max-lg:hidden">{trace.responseType}</span>
        ) : null}
      </span>
    ),
  },
  {
    id: 'stage',
    header: 'Stage',
    accessorFn: (trace) => trace.stageName,
    enableSorting: false,
    meta: { priority: 2 },
    cell: ({ row: { original: trace } }) => (
      <span className="flex items-center gap-1.5">
        {trace.stageName}
        {trace.isCanary ? <Badge variant="outline">canary</Badge> : null}
      </span>
    ),
  },
  {
    id: 'latency',
    header: 'Latency',
    accessorFn: (trace) => trace.latencyUs,
    enableSorting: false,
    meta: { align: 'right', priority: 2 },
    cell: ({ row }) => formatDuration(row.original.latencyUs),
  },
  {
    id: 'requestId',
    header: 'x-amzn-RequestId',
    accessorFn: (trace) => trace.requestId,
    enableSorting: false,
    meta: { priority: 3 },
    cell: ({ row }) => <span className="font-mono text-xs text-muted-foreground">{row.original.requestId}</span>,
  },
  {
    id: 'startedAt',
    header: 'When',
    accessorFn: (trace) => trace.startedAt,
    enableSorting: false,
    meta: { align: 'right' },
    cell: ({ row }) => <RelativeTime at={row.original.startedAt} />,
  },
];

function NoTraces({ api }: Readonly<{ api: RestApiDetail | undefined }>) {
  const stage = api?.stages[0];
  return (
    <Card>
      <EmptyState
        icon={<Waypoints />}
        title="No request has been traced"
        description="Give a stage a sample of its requests to trace, or mint a token for a single one."
        action={
          api && stage ? (
            <Button render={<Link href={routes.api(api.id).stage(stage.name)} />}>
              Set the sample of {stage.name}
            </Button>
          ) : null
        }
      />
    </Card>
  );
}
