import { formatValue } from '@/components/chart/format';
import type { ChartInput, ChartUnit } from '@/components/chart/types';
import { formatCompact } from '@/components/usage-plan/limit-text';
import type { MetricPoint, MetricSeries } from '@/lib/contract/metrics';
import { type Percentile, percentText, share } from '../../dashboard/prepare';

export type ErrorClass = '4xx' | '5xx';
type Values = Omit<MetricPoint, 'at'>;

export interface ComparisonRow {
  readonly label: string;
  readonly baseline: string;
  readonly canary: string;
  /** Empty where one side has nothing to compare; "too few" where a difference would be chance. */
  readonly difference: string;
}

/** Charts with one line for each side, and the whole range in numbers. */
export function compareVariants(
  baseline: MetricSeries,
  canary: MetricSeries,
  { errorClass, percentile }: Readonly<{ errorClass: ErrorClass; percentile: Percentile }>,
): { requests: ChartInput; errors: ChartInput; latency: ChartInput; rows: ComparisonRow[] } {
  const chart = (unit: ChartUnit, read: (values: Values) => number | null): ChartInput =>
    twoLines(baseline, canary, unit, read);
  const [ours, theirs] = [baseline.totals, canary.totals];
  const isTelling = Math.min(ours.count ?? 0, theirs.count ?? 0) >= TELLING_COUNT;
  return {
    requests: chart('count', ({ count }) => count),
    errors: chart('percent', (values) => percentOf(errorRate(values, errorClass))),
    latency: chart('ms', ({ latency }) => latency?.[percentile] ?? null),
    rows: withDifferences(isTelling, [
      {
        label: 'Requests',
        baseline: formatCompact(ours.count ?? 0),
        canary: formatCompact(theirs.count ?? 0),
        difference: '',
      },
      ...(['4xx', '5xx'] as const).map((kind) => rateRow(kind, errorRate(ours, kind), errorRate(theirs, kind))),
      ...(['p50', 'p95', 'p99'] as const).map((name) =>
        latencyRow(name, ours.latency?.[name] ?? null, theirs.latency?.[name] ?? null),
      ),
    ]),
  };
}

/** Below this many requests a side, a difference is chance. */
const TELLING_COUNT = 20;

const withDifferences = (isTelling: boolean, rows: ComparisonRow[]): ComparisonRow[] =>
  isTelling ? rows : rows.map((row) => ({ ...row, difference: row.difference === '' ? '' : 'too few' }));

/** The two are asked for one after the other: a minute may have begun between them. */
function twoLines(
  baseline: MetricSeries,
  canary: MetricSeries,
  unit: ChartUnit,
  read: (values: Values) => number | null,
): ChartInput {
  const points = new Map<number, { at: number; baseline: number | null; canary: number | null }>();
  const pointAt = (at: number) => {
    const point = points.get(at) ?? { at, baseline: null, canary: null };
    points.set(at, point);
    return point;
  };
  for (const point of baseline.points) pointAt(point.at).baseline = read(point);
  for (const point of canary.points) pointAt(point.at).canary = read(point);
  return {
    points: [...points.values()].sort((a, b) => a.at - b.at),
    series: [
      { key: 'baseline', label: 'Baseline', unit, color: 'chart-1' },
      { key: 'canary', label: 'Canary', unit, color: 'chart-3' },
    ],
    periodSeconds: baseline.periodSeconds,
    from: Math.min(baseline.from, canary.from),
    to: Math.max(baseline.to, canary.to),
  };
}

const errorRate = ({ count, error4xx, error5xx }: Values, kind: ErrorClass): number | null =>
  share(kind === '4xx' ? error4xx : error5xx, count);

const percentOf = (ratio: number | null): number | null => (ratio === null ? null : ratio * 100);

function rateRow(kind: ErrorClass, ours: number | null, theirs: number | null): ComparisonRow {
  const points = ours === null || theirs === null ? null : (theirs - ours) * 100;
  return {
    label: `${kind.toUpperCase()} rate`,
    baseline: percentText(ours),
    canary: percentText(theirs),
    difference: points === null ? '' : `${signed(points, 1)} pts`,
  };
}

function latencyRow(name: Percentile, ours: number | null, theirs: number | null): ComparisonRow {
  return {
    label: `Latency ${name}`,
    baseline: ours === null ? '—' : formatValue(ours, 'ms'),
    canary: theirs === null ? '—' : formatValue(theirs, 'ms'),
    difference: ours === null || theirs === null || ours === 0 ? '' : `${signed((theirs / ours - 1) * 100, 0)} %`,
  };
}

/** "+1.2", "−3", "±0". */
function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return '±0';
  return `${value > 0 ? '+' : '−'}${text}`;
}
