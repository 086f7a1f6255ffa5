'use client';

import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { Alert } from '@/components/ui/alert';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { Stat, StatGroup } from '@/components/ui/stat';
import { StatusDot, type StatusTone } from '@/components/ui/status-dot';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { formatNumber } from '@/components/usage-plan/limit-text';
import { useGatewayStatus } from '@/lib/client/gateway';
import type { GatewayStatus } from '@/lib/contract/gateway-status';
import { CompileErrors } from './compile-errors';

const STATE: Record<GatewayStatus['state'], { tone: StatusTone; label: string }> = {
  running: { tone: 'success', label: 'Running' },
  degraded: { tone: 'warning', label: 'Degraded' },
  stopped: { tone: 'destructive', label: 'Stopped' },
};
const WORKER: Record<GatewayStatus['workers'][number]['state'], { tone: StatusTone; label: string }> = {
  starting: { tone: 'info', label: 'Starting' },
  ready: { tone: 'success', label: 'Ready' },
  draining: { tone: 'warning', label: 'Draining' },
  dead: { tone: 'destructive', label: 'Dead' },
};

export function GatewayPage() {
  const gateway = useGatewayStatus();
  const status = gateway.data;
  return (
    <>
      <PageBreadcrumbs items={[{ label: 'Settings' }, { label: 'Gateway' }]} />
      {status ? (
        <Status status={status} />
      ) : gateway.isError ? (
        <Card>
          <QueryError title="The gateway’s status could not be loaded" query={gateway} />
        </Card>
      ) : (
        <Skeleton className="h-64" />
      )}
    </>
  );
}

function Status({ status }: Readonly<{ status: GatewayStatus }>) {
  const dropped = status.workers.reduce(
    (sum, worker) =>
      sum +
      worker.dropped.accessLogLines +
      worker.dropped.executionLogLines +
      worker.dropped.metricSeries +
      worker.dropped.spans,
    0,
  );
  const ready = status.workers.filter((worker) => worker.state === 'ready').length;
  return (
    <>
      {status.message ? (
        <Alert variant={status.state === 'stopped' ? 'destructive' : 'warning'} title={status.message} />
      ) : null}
      {status.database.reachable ? null : (
        <Alert variant="warning" title="The database can’t be reached">
          The gateway keeps serving what it has. Changes can’t be saved, and usage is kept in memory until it is back.
        </Alert>
      )}
      <StatGroup>
        <Stat
          label="State"
          value={<StatusDot tone={STATE[status.state].tone}>{STATE[status.state].label}</StatusDot>}
          hint={`${ready} of ${status.workers.length} workers here`}
        />
        <Stat label="Revision" value={formatNumber(status.revision)} hint="of the configuration" />
        <Stat
          label="Database"
          value={
            <StatusDot tone={status.database.reachable ? 'success' : 'destructive'}>
              {status.database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}
            </StatusDot>
          }
          hint={
            <>
              {status.database.reachable ? 'reachable' : 'away'} since <RelativeTime at={status.database.since} />
            </>
          }
        />
        <Stat
          label="Dropped telemetry"
          value={formatNumber(dropped)}
          tone={dropped > 0 ? 'warning' : 'default'}
          hint={dropped > 0 ? 'requests were never delayed' : 'nothing was lost'}
        />
      </StatGroup>
      <p className="flex flex-wrap items-center gap-1 text-sm">
        <span className="text-muted-foreground">Serving</span>
        <code className="font-mono text-xs">{status.url}</code>
        <CopyButton value={status.url} label="Copy gateway URL" size="icon-xs" />
      </p>
      <section aria-label="VPC endpoints" className="flex flex-col gap-3">
        <SectionHeader title="VPC endpoints" description="Listeners of their own, where private APIs answer." />
        <Card>
          {status.vpcEndpoints.length === 0 ? (
            <EmptyState
              size="sm"
              title="No VPC endpoint listens"
              description="Private APIs can’t be reached. GATEHOUSE_VPC_ENDPOINTS adds listeners for them."
            />
          ) : (
            <Table aria-label="VPC endpoints">
              <TableHeader>
                <TableRow>
                  <TableHead>Endpoint</TableHead>
                  <TableHead>VPC</TableHead>
                  <TableHead>Address</TableHead>
                </TableRow>
              </TableHeader>
              <TableBody>
                {status.vpcEndpoints.map(({ id, vpcId, url }) => (
                  <TableRow key={`${id} ${url}`}>
                    <TableCell className="font-mono text-xs">{id}</TableCell>
                    <TableCell className="font-mono text-xs">{vpcId}</TableCell>
                    <TableCell className="font-mono text-xs">{url}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
        </Card>
      </section>
      <CompileErrors errors={status.compileErrors} />
      <section aria-label="Workers" className="flex flex-col gap-3">
        <SectionHeader title="Workers" description="Processes started by this console." />
        <Card>
          {status.workers.length === 0 ? (
            <EmptyState
              size="sm"
              title="No workers here"
              description="This console was started with GATEWAY_WORKERS=0: gateways run on their own, see below."
            />
          ) : (
            <Table aria-label="Workers">
              <TableHeader>
                <TableRow>
                  <TableHead>Worker</TableHead>
                  <TableHead>State</TableHead>
                  <TableHead className="text-right">Revision</TableHead>
                  <TableHead className="text-right">In flight</TableHead>
                  <TableHead className="text-right">Memory</TableHead>
                  <TableHead>Started</TableHead>
                  <TableHead className="text-right">Restarts</TableHead>
                  <TableHead className="text-right">Dropped</TableHead>
                </TableRow>
              </TableHeader>
              <TableBody>
                {status.workers.map((worker) => (
                  <TableRow key={worker.id}>
                    <TableCell className="whitespace-nowrap">
                      {worker.id} <span className="text-xs text-muted-foreground">pid {worker.pid}</span>
                    </TableCell>
                    <TableCell>
                      <StatusDot tone={WORKER[worker.state].tone}>{WORKER[worker.state].label}</StatusDot>
                    </TableCell>
                    <TableCell className="tabular text-right">
                      <Behind revision={worker.revision} current={status.revision} />
                    </TableCell>
                    <TableCell className="tabular text-right">{formatNumber(worker.inFlight)}</TableCell>
                    <TableCell className="tabular whitespace-nowrap text-right">{megabytes(worker.rssBytes)}</TableCell>
                    <TableCell>
                      <RelativeTime at={worker.startedAt} className="text-muted-foreground" />
                    </TableCell>
                    <TableCell className="tabular text-right">{worker.restarts}</TableCell>
                    <TableCell className="tabular whitespace-nowrap text-right">
                      <Dropped {...worker.dropped} />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
        </Card>
      </section>
      <section aria-label="Nodes" className="flex flex-col gap-3">
        <SectionHeader
          title="Nodes"
          description="Gateways that run on their own (npm run gateway) against this database."
        />
        <Card>
          {status.nodes.length === 0 ? (
            <EmptyState size="sm" title="No other gateway" description="The workers above serve everything." />
          ) : (
            <Table aria-label="Nodes">
              <TableHeader>
                <TableRow>
                  <TableHead>Host</TableHead>
                  <TableHead className="text-right">Workers</TableHead>
                  <TableHead className="text-right">Revision</TableHead>
                  <TableHead>Seen</TableHead>
                </TableRow>
              </TableHeader>
              <TableBody>
                {status.nodes.map((node) => (
                  <TableRow key={node.id}>
                    <TableCell className="whitespace-nowrap">
                      {node.host} <span className="text-xs text-muted-foreground">pid {node.pid}</span>
                    </TableCell>
                    <TableCell className="tabular text-right">{node.workers}</TableCell>
                    <TableCell className="tabular text-right">
                      <Behind revision={node.revision} current={status.revision} />
                    </TableCell>
                    <TableCell>
                      <RelativeTime at={node.lastSeenAt} className="text-muted-foreground" />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          )}
        </Card>
      </section>
    </>
  );
}

function Behind({ revision, current }: Readonly<{ revision: number; current: number }>) {
  if (revision >= current) return formatNumber(revision);
  return (
    <span className="text-warning">
      {formatNumber(revision)} <span className="text-xs">({current - revision} behind)</span>
    </span>
  );
}

function Dropped({
  accessLogLines,
  executionLogLines,
  metricSeries,
  spans,
}: Readonly<{ accessLogLines: number; executionLogLines: number; metricSeries: number; spans: number }>) {
  const lines = accessLogLines + executionLogLines;
  if (lines + metricSeries + spans === 0) return <span className="text-muted-foreground">0</span>;
  return (
    <span className="text-warning">
      {formatNumber(lines)} log lines, {formatNumber(metricSeries)} series, {formatNumber(spans)} spans
    </span>
  );
}

const megabytes = (bytes: number) => `${formatNumber(Math.round(bytes / 1_048_576))} MB`;
