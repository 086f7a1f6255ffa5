'use client';

import { formatValue } from '@/components/chart/format';
import { DataTable } from '@/components/data-table/data-table';
import type { Columns } from '@/components/data-table/types';
import { MethodBadge } from '@/components/ui/method-badge';
import { SectionHeader } from '@/components/ui/page-header';
import { formatNumber } from '@/components/usage-plan/limit-text';
import type { MetricSeries } from '@/lib/contract/metrics';
import { percentText, share } from './prepare';

type Route = MetricSeries['routes'][number];

/** Where the traffic goes. Choosing a row narrows the whole page to that route. */
export function BusiestRoutes({
  series,
  rangeText,
  onChoose,
}: Readonly<{ series: MetricSeries | undefined; rangeText: string; onChoose: (route: string) => void }>) {
  return (
    <section aria-label="Busiest routes" className="flex flex-col gap-3">
      <SectionHeader title="Busiest routes" description="Choose one to see only its traffic." />
      <DataTable
        label="Busiest routes"
        data={series?.routes}
        columns={columns}
        rowId={nameOf}
        onRowOpen={(row) => onChoose(nameOf(row))}
        initialSorting={[{ id: 'count', desc: true }]}
        empty={{ title: `No route was called in the ${rangeText}` }}
      />
    </section>
  );
}

const nameOf = (route: Route) => `${route.method} ${route.resource}`;

const columns: Columns<Route> = [
  {
    id: 'route',
    header: 'Route',
    accessorFn: (row) => row.resource,
    meta: { primary: true },
    cell: ({ row }) => (
      <span className="flex min-w-0 items-center gap-2">
        <MethodBadge method={row.original.method} aligned size="sm" />
        <span className="font-mono text-xs">{row.original.resource}</span>
      </span>
    ),
  },
  {
    id: 'count',
    header: 'Requests',
    accessorFn: (row) => row.count,
    meta: { align: 'right' },
    cell: ({ row }) => formatNumber(row.original.count),
  },
  {
    id: 'error4xx',
    header: '4XX',
    accessorFn: (row) => share(row.error4xx, row.count) ?? 0,
    meta: { align: 'right', priority: 2 },
    cell: ({ row }) => <Share part={row.original.error4xx} whole={row.original.count} />,
  },
  {
    id: 'error5xx',
    header: '5XX',
    accessorFn: (row) => share(row.error5xx, row.count) ?? 0,
    meta: { align: 'right', priority: 2 },
    cell: ({ row }) => <Share part={row.original.error5xx} whole={row.original.count} bad />,
  },
  {
    id: 'p95',
    header: 'Latency p95',
    accessorFn: (row) => row.latencyP95Ms ?? -1,
    meta: { align: 'right' },
    cell: ({ row }) => (row.original.latencyP95Ms === null ? '—' : formatValue(row.original.latencyP95Ms, 'ms')),
  },
];

function Share({ part, whole, bad = false }: Readonly<{ part: number; whole: number; bad?: boolean }>) {
  if (part === 0) return <span className="text-muted-foreground">0</span>;
  return (
    <span className={bad ? 'text-destructive' : undefined}>
      {formatNumber(part)} <span className="text-xs text-muted-foreground">{percentText(share(part, whole))}</span>
    </span>
  );
}
