'use client';

import { Activity, Rocket } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { ChartCard } from '@/components/chart/chart-card';
import { TimeSeriesChart } from '@/components/chart/time-series-chart';
import { CodeSamples } from '@/components/code-samples/code-samples';
import { callableUrl, joinUrl } from '@/components/code-samples/samples';
import { PageBody } from '@/components/layout/page-body';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { StatusDot } from '@/components/ui/status-dot';
import { useMetrics } from '@/lib/client/metrics';
import { useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import type { MetricSeries } from '@/lib/contract/metrics';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { BusiestRoutes } from './busiest-routes';
import { DashboardFilters, PercentileToggles } from './dashboard-filters';
import { DashboardTotals } from './dashboard-totals';
import { dashboardCharts, hasTraffic, hitRatio, percentText, perPeriod, RANGE_TEXT } from './prepare';
import { dashboardSearchParams, toMetricFilter } from './search-params';

export function DashboardPage({ apiId }: Readonly<{ apiId: string }>) {
  const [search, setSearch] = useQueryStates(dashboardSearchParams);
  const api = useRestApi(apiId);
  const metrics = useMetrics(apiId, toMetricFilter(search));
  const series = metrics.data;
  const rangeText = RANGE_TEXT[search.range];
  const filtered = search.stage !== '' || search.route !== '';

  return (
    <PageBody width="full">
      <SectionHeader
        title="Dashboard"
        description="What the gateway saw, by the minute. Calls of the test tool are not counted."
        actions={<Freshness query={metrics} long={search.range === '7d' || search.range === '30d'} />}
      />
      <DashboardFilters apiId={apiId} search={search} setSearch={setSearch} series={series} />
      {metrics.isError && !series ? (
        <Card>
          <QueryError title="The metrics could not be loaded" query={metrics} />
        </Card>
      ) : api.data?.stages.length === 0 ? (
        <Card>
          <EmptyState
            icon={<Rocket />}
            title="Nothing is deployed yet"
            description="Requests are counted from the first deployment to a stage on."
            action={<Button render={<Link href={routes.api(apiId).resources()} />}>Open the API and deploy it</Button>}
          />
        </Card>
      ) : series && !hasTraffic(series) && !filtered ? (
        <NoTraffic api={api.data} rangeText={rangeText} />
      ) : (
        <div
          aria-busy={metrics.isPlaceholderData}
          className={cn('flex flex-col gap-4 transition-opacity', metrics.isPlaceholderData && 'opacity-60')}
        >
          <DashboardTotals series={series} />
          <Charts
            series={series}
            percentiles={search.percentiles}
            rangeText={rangeText}
            percentileToggles={
              <PercentileToggles
                value={search.percentiles}
                onChange={(percentiles) => void setSearch({ percentiles })}
              />
            }
          />
          <BusiestRoutes series={series} onChoose={(route) => void setSearch({ route })} rangeText={rangeText} />
        </div>
      )}
    </PageBody>
  );
}

function Charts({
  series,
  percentiles,
  rangeText,
  percentileToggles,
}: Readonly<{
  series: MetricSeries | undefined;
  percentiles: Parameters<typeof dashboardCharts>[1];
  rangeText: string;
  percentileToggles: React.ReactNode;
}>) {
  const charts = series && dashboardCharts(series, percentiles);
  const per = series ? perPeriod(series.periodSeconds) : ' ';
  const ratio = series ? hitRatio(series.totals) : null;
  const sync = 'dashboard';
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartCard title="Count" description={`Requests ${per}`}>
        <TimeSeriesChart
          data={charts?.requests}
          label="Requests"
          kind="area"
          syncId={sync}
          emptyText={`No requests in the ${rangeText}.`}
        />
      </ChartCard>
      <ChartCard title="Errors" description={`4XXError and 5XXError ${per}`}>
        <TimeSeriesChart
          data={charts?.errors}
          label="Errors"
          syncId={sync}
          emptyText={`No requests in the ${rangeText}, so no errors.`}
        />
      </ChartCard>
      {/* The same toggles stand over both charts of times: they are read against each other. */}
      <ChartCard
        title="Latency"
        description="From the request’s first byte to the answer’s last"
        action={percentileToggles}
      >
        <TimeSeriesChart
          key={percentiles.join()}
          data={charts?.latency}
          label="Latency"
          syncId={sync}
          emptyText={`No latency recorded in the ${rangeText}.`}
        />
      </ChartCard>
      <ChartCard title="IntegrationLatency" description="The part of it spent waiting for the backend">
        <TimeSeriesChart
          key={percentiles.join()}
          data={charts?.integrationLatency}
          label="Integration latency"
          syncId={sync}
          emptyText={`No backend was called in the ${rangeText}.`}
        />
      </ChartCard>
      <ChartCard
        title="CacheHit and CacheMiss"
        description={ratio === null ? `Cached methods ${per}` : `${percentText(ratio)} answered from the cache`}
        className="lg:col-span-2"
      >
        <TimeSeriesChart
          data={charts && ratio === null ? { ...charts.cache, points: [] } : charts?.cache}
          label="Cache"
          kind="stacked-bar"
          height={160}
          syncId={sync}
          emptyText={`No cached method was called in the ${rangeText}. Caching is switched on per stage.`}
        />
      </ChartCard>
    </div>
  );
}

function Freshness({ query, long }: Readonly<{ query: ReturnType<typeof useMetrics>; long: boolean }>) {
  if (query.isRefetchError) return <StatusDot tone="destructive">Not refreshing: {query.error.message}</StatusDot>;
  return (
    <StatusDot tone="success" className="text-xs text-muted-foreground">
      Every {long ? 'minute' : '5 seconds'}
    </StatusDot>
  );
}

function NoTraffic({ api, rangeText }: Readonly<{ api: RestApiDetail | undefined; rangeText: string }>) {
  const stage = api?.stages[0];
  return (
    <Card>
      <EmptyState
        icon={<Activity />}
        title={`No requests in the ${rangeText}`}
        description="Send one and it appears here within seconds, or look at a longer range."
      />
      {stage ? (
        <div className="mx-auto w-full max-w-xl px-4 pb-8">
          <CodeSamples method="GET" url={joinUrl(callableUrl(stage.invokeUrls), '/')} keyRequired={false} />
        </div>
      ) : null}
    </Card>
  );
}
