import { formatValue } from '@/components/chart/format';
import { Stat, StatGroup } from '@/components/ui/stat';
import { countText, formatCompact, formatNumber } from '@/components/usage-plan/limit-text';
import type { MetricSeries } from '@/lib/contract/metrics';
import { averageRate, hitRatio, percentText, share } from './prepare';

/** The range in six numbers. */
export function DashboardTotals({ series }: Readonly<{ series: MetricSeries | undefined }>) {
  const totals = series?.totals;
  const loading = series === undefined;
  const rate = series ? averageRate(series) : null;
  const count = totals?.count ?? 0;
  const ratio = totals ? hitRatio(totals) : null;
  const error5xx = totals?.error5xx ?? 0;
  return (
    <StatGroup className="md:grid-cols-3 xl:grid-cols-6">
      <Stat
        label="Requests"
        value={<span title={formatNumber(count)}>{formatCompact(count)}</span>}
        hint={rate === null ? 'none' : `${rateText(rate)} on average`}
        loading={loading}
      />
      <Stat
        label="4XX"
        value={percentText(share(totals?.error4xx ?? null, count))}
        hint={countText(totals?.error4xx ?? 0, 'response')}
        loading={loading}
      />
      <Stat
        label="5XX"
        value={percentText(share(error5xx, count))}
        tone={error5xx > 0 ? 'destructive' : 'default'}
        hint={countText(error5xx, 'response')}
        loading={loading}
      />
      <Stat
        label="Throttled"
        value={formatCompact(totals?.throttled ?? 0)}
        hint={`${percentText(share(totals?.throttled ?? null, count))} of requests`}
        loading={loading}
      />
      <Stat
        label="Latency p95"
        value={totals?.latency ? formatValue(totals.latency.p95, 'ms') : '—'}
        hint={
          totals?.integrationLatency
            ? `backend ${formatValue(totals.integrationLatency.p95, 'ms')}`
            : 'no backend called'
        }
        loading={loading}
      />
      <Stat
        label="Cache hit ratio"
        value={percentText(ratio)}
        hint={
          ratio === null
            ? 'nothing cached'
            : `${formatCompact(totals?.cacheHit ?? 0)} hits, ${formatCompact(totals?.cacheMiss ?? 0)} misses`
        }
        loading={loading}
      />
    </StatGroup>
  );
}

function rateText(perSecond: number): string {
  if (perSecond >= 1) return `${formatNumber(Math.round(perSecond * 10) / 10)}/s`;
  if (perSecond * 60 >= 1) return `${formatNumber(Math.round(perSecond * 600) / 10)}/min`;
  return `${formatNumber(Math.round(perSecond * 36_000) / 10)}/h`;
}
