'use client';

import { type ReactNode, useState } from 'react';
import { TimeSeriesChart } from '@/components/chart/time-series-chart';
import { Card, CardAction, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { QueryError } from '@/components/ui/query-error';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { useMetrics } from '@/lib/client/metrics';
import type { MetricRange } from '@/lib/contract/metrics';
import type { StageDetail } from '@/lib/contract/stage';
import { PERCENTILES, type Percentile, perPeriod, RANGE_TEXT } from '../../dashboard/prepare';
import { compareVariants, type ErrorClass } from './canary-prepare';

const RANGES = ['1h', '3h', '24h', '7d'] as const satisfies readonly MetricRange[];
const CHART_HEIGHT = 150;

/** The stage's own deployment against its canary's, over the same time and on the same axes. */
export function CanaryComparison({
  apiId,
  stage,
  canary,
  actions,
}: Readonly<{
  apiId: string;
  stage: StageDetail;
  canary: NonNullable<StageDetail['canary']>;
  actions: ReactNode;
}>) {
  const [range, setRange] = useState<MetricRange>('1h');
  const [errorClass, setErrorClass] = useState<ErrorClass>('5xx');
  const [percentile, setPercentile] = useState<Percentile>('p95');
  const baseline = useMetrics(apiId, { stageName: stage.name, variant: 'baseline', range });
  const own = useMetrics(apiId, { stageName: stage.name, variant: 'canary', range });
  const failed = [baseline, own].find((query) => query.isError && !query.data);
  const compared =
    baseline.data && own.data ? compareVariants(baseline.data, own.data, { errorClass, percentile }) : undefined;
  const per = baseline.data ? perPeriod(baseline.data.periodSeconds) : '';
  const shared = { height: CHART_HEIGHT, syncId: 'canary', emptyText: `No requests in the ${RANGE_TEXT[range]}.` };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Baseline and canary</CardTitle>
        <CardDescription>
          Deployment #{stage.deploymentNumber} against #{canary.deploymentNumber}, which gets {canary.percentTraffic} %
          of the requests
        </CardDescription>
        {actions ? (
          <CardAction className="max-sm:col-start-1 max-sm:row-span-1 max-sm:row-start-3 max-sm:mt-2">
            {actions}
          </CardAction>
        ) : null}
      </CardHeader>
      <CardContent className="flex flex-col gap-4">
        {failed ? (
          <QueryError title="The metrics could not be loaded" query={failed} />
        ) : (
          <>
            <SegmentedControl
              aria-label="Range"
              options={RANGES.map((value) => ({ value, label: value }))}
              value={range as (typeof RANGES)[number]}
              onValueChange={setRange}
            />
            <div className="grid gap-x-5 gap-y-4 md:grid-cols-2">
              <Panel title={`Count ${per}`}>
                <TimeSeriesChart data={compared?.requests} label="Requests of baseline and canary" {...shared} />
              </Panel>
              <Panel
                title={`${errorClass === '5xx' ? '5XX' : '4XX'} rate`}
                control={
                  <SegmentedControl
                    size="sm"
                    aria-label="Errors"
                    options={[
                      { value: '4xx', label: '4XX' },
                      { value: '5xx', label: '5XX' },
                    ]}
                    value={errorClass}
                    onValueChange={setErrorClass}
                  />
                }
              >
                <TimeSeriesChart data={compared?.errors} label="Errors of baseline and canary" {...shared} />
              </Panel>
              <Panel
                title={`Latency ${percentile}`}
                control={
                  <SegmentedControl
                    size="sm"
                    aria-label="Percentile"
                    options={PERCENTILES.map((value) => ({ value, label: value }))}
                    value={percentile}
                    onValueChange={setPercentile}
                  />
                }
              >
                <TimeSeriesChart data={compared?.latency} label="Latency of baseline and canary" {...shared} />
              </Panel>
              <Panel title={`In the ${RANGE_TEXT[range]}`}>
                {compared ? <Totals rows={compared.rows} /> : <Skeleton className="h-44" />}
              </Panel>
            </div>
          </>
        )}
      </CardContent>
    </Card>
  );
}

function Panel({ title, control, children }: Readonly<{ title: string; control?: ReactNode; children: ReactNode }>) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-7 items-center justify-between gap-2">
        <h3 className="truncate text-sm font-medium">{title}</h3>
        {control}
      </div>
      {children}
    </div>
  );
}

function Totals({ rows }: Readonly<{ rows: ReturnType<typeof compareVariants>['rows'] }>) {
  return (
    <div className="rounded-md border border-border">
      <Table aria-label="Baseline and canary in numbers">
        <TableHeader>
          <TableRow>
            <TableHead>
              <span className="sr-only">Metric</span>
            </TableHead>
            <TableHead className="px-1.5 text-right text-xs">Baseline</TableHead>
            <TableHead className="px-1.5 text-right text-xs">Canary</TableHead>
            <TableHead className="px-1.5 text-right text-xs">Difference</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.label}>
              <TableCell className="h-8 py-1 pr-1.5 pl-2.5 text-xs whitespace-nowrap text-muted-foreground">
                {row.label}
              </TableCell>
              <TableCell className="tabular h-8 px-1.5 py-1 text-right text-xs whitespace-nowrap">
                {row.baseline}
              </TableCell>
              <TableCell className="tabular h-8 px-1.5 py-1 text-right text-xs whitespace-nowrap font-medium">
                {row.canary}
              </TableCell>
              <TableCell className="tabular h-8 py-1 pr-2.5 pl-1.5 text-right text-xs whitespace-nowrap text-muted-foreground">
                {row.difference}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
