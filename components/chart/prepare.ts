import { duration, formatTick, formatValue, type TimeFormat, timeFormat, zoneOffsetSeconds } from './format';
import type { ChartColor, ChartInput, ChartPoint, ChartSeries, ChartUnit } from './types';

export interface PreparedSeries {
  key: string;
  label: string;
  unit: ChartUnit;
  /** A CSS colour that follows the theme. */
  color: string;
  axis: 'left' | 'right';
  /** What the legend says: the sum of counts, the mean of anything else; null without data. */
  headline: string | null;
  /** Times of values with a gap on both sides: a line would not show them, so they get a dot. */
  isolated: ReadonlySet<number>;
}

export interface PreparedAxis {
  unit: ChartUnit;
  max: number;
  ticks: number[];
  format: (value: number) => string;
}

/** Everything that is decided about a chart before it is drawn. */
export interface PreparedChart {
  points: ChartPoint[];
  series: PreparedSeries[];
  left: PreparedAxis;
  right: PreparedAxis | null;
  xTicks: number[];
  periodSeconds: number;
  /** The last two points' times when the last one still counts: between them the line is dashed. */
  provisional: { from: number; to: number } | null;
  time: TimeFormat;
  /** No series has a value anywhere. */
  empty: boolean;
  /** The chart in words. */
  summary: string;
}

export interface PrepareOptions {
  maxPoints?: number;
  /** IANA name; by default the reader's. */
  timeZone?: string;
  /** Sums the series when their bars stand on each other. */
  stacked?: boolean;
  maxXTicks?: number;
}

const MAX_POINTS = 300;

export function prepare(input: ChartInput, options: PrepareOptions = {}): PreparedChart {
  const { maxPoints = MAX_POINTS, timeZone, stacked = false, maxXTicks = 6 } = options;
  const range = rangeOf(input);
  const periodSeconds = periodFor(range.to - range.from, input.periodSeconds, maxPoints);
  const points = range.to > range.from ? bucket(input, range, periodSeconds) : [];
  const units = [...new Set(input.series.map((series) => series.unit))];
  const leftUnit = units[0] ?? 'count';
  const colors = assignColors(input.series);
  const time = timeFormat(range.to - range.from, periodSeconds, timeZone);

  const series = input.series.map((one, index): PreparedSeries => {
    const values = points.flatMap((point) => point[one.key] ?? []);
    return {
      key: one.key,
      label: one.label,
      unit: one.unit,
      color: `var(--${colors[index]})`,
      axis: one.unit === leftUnit ? 'left' : 'right',
      headline: headline(values, one.unit),
      isolated: isolatedAt(points, one.key),
    };
  });
  const rightUnit = units[1];
  const empty = points.every((point) => input.series.every(({ key }) => point[key] === null));

  return {
    points,
    series,
    left: axis(points, input.series, leftUnit, stacked),
    right: rightUnit === undefined ? null : axis(points, input.series, rightUnit, stacked),
    xTicks: xTicks(points, periodSeconds, maxXTicks, timeZone),
    periodSeconds,
    provisional: input.running ? lastStep(points) : null,
    time,
    empty,
    summary: summarize(points, series, time, periodSeconds, empty),
  };
}

function lastStep(points: readonly ChartPoint[]): PreparedChart['provisional'] {
  const [before, last] = points.slice(-2);
  return before && last ? { from: before.at, to: last.at } : null;
}

function rangeOf(input: ChartInput): { from: number; to: number } {
  const times = input.points.map((point) => point.at);
  const align = (at: number) => Math.floor(at / input.periodSeconds) * input.periodSeconds;
  const from = input.from ?? (times.length > 0 ? Math.min(...times) : 0);
  const to = input.to ?? (times.length > 0 ? Math.max(...times) + input.periodSeconds : 0);
  return { from: align(from), to: to <= from ? align(from) : align(to - 1) + input.periodSeconds };
}

const NICE_PERIODS = [
  60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
];

/** The recorded period, or the smallest round multiple of it that keeps the chart below its number of points. */
function periodFor(spanSeconds: number, periodSeconds: number, maxPoints: number): number {
  const fits = (period: number) => spanSeconds / period <= maxPoints;
  if (fits(periodSeconds)) return periodSeconds;
  const nice = NICE_PERIODS.find((period) => period % periodSeconds === 0 && fits(period));
  return nice ?? Math.ceil(spanSeconds / maxPoints / periodSeconds) * periodSeconds;
}

function bucket(input: ChartInput, range: { from: number; to: number }, period: number): ChartPoint[] {
  const start = Math.floor(range.from / period) * period;
  const length = Math.ceil((range.to - start) / period);
  const gathered = new Map<number, ChartPoint[]>();
  for (const point of input.points) {
    const index = Math.floor((point.at - start) / period);
    const bin = gathered.get(index);
    if (bin) bin.push(point);
    else gathered.set(index, [point]);
  }
  return Array.from({ length }, (_, index) => {
    const merged: ChartPoint = { at: start + index * period };
    const bin = gathered.get(index) ?? [];
    for (const series of input.series) {
      merged[series.key] = merge(
        bin.flatMap((point) => point[series.key] ?? []),
        series,
      );
    }
    return merged;
  });
}

function merge(values: readonly number[], series: ChartSeries): number | null {
  const [first] = values;
  if (first === undefined) return null;
  if (values.length === 1) return first;
  const how = series.merge ?? { count: 'sum' as const, ms: 'max' as const, percent: 'mean' as const }[series.unit];
  if (how === 'max') return values.reduce((a, b) => Math.max(a, b));
  const sum = values.reduce((a, b) => a + b, 0);
  return how === 'sum' ? sum : sum / values.length;
}

const PALETTE = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5', 'chart-6'] as const;

// The tones themselves are made for text; areas of colour use the chart colour that means the same.
const MEANINGS: Partial<Record<ChartColor, (typeof PALETTE)[number]>> = {
  info: 'chart-1',
  success: 'chart-2',
  warning: 'chart-3',
  destructive: 'chart-4',
};

function assignColors(series: readonly ChartSeries[]): string[] {
  const wish = (color: ChartColor) => MEANINGS[color] ?? color;
  const taken = new Set<string>(series.flatMap((one) => (one.color ? wish(one.color) : [])));
  const free = PALETTE.filter((color) => !taken.has(color));
  let next = 0;
  return series.map((one) => {
    if (one.color) return wish(one.color);
    const color = free.length > 0 ? free[next % free.length] : PALETTE[next % PALETTE.length];
    next += 1;
    return color ?? 'chart-1';
  });
}

function isolatedAt(points: readonly ChartPoint[], key: string): Set<number> {
  const has = (index: number) => (points[index]?.[key] ?? null) !== null;
  return new Set(
    points.flatMap((point, index) => (has(index) && !has(index - 1) && !has(index + 1) ? [point.at] : [])),
  );
}

function axis(
  points: readonly ChartPoint[],
  series: readonly ChartSeries[],
  unit: ChartUnit,
  stacked: boolean,
): PreparedAxis {
  const keys = series.filter((one) => one.unit === unit).map((one) => one.key);
  let highest = 0;
  for (const point of points) {
    const values = keys.map((key) => point[key] ?? 0);
    highest = Math.max(highest, stacked ? values.reduce((a, b) => a + b, 0) : Math.max(...values));
  }
  const step = niceStep(highest, unit);
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
  return { unit, max: count * step, ticks, format: (value) => formatTick(value, unit) };
}

/** A round step (1, 2, 2.5 or 5 times a power of ten) that makes at most five lines. */
function niceStep(highest: number, unit: ChartUnit): number {
  if (highest <= 0) return unit === 'percent' ? 25 : 1;
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  // There is no half request.
  return unit === 'count' ? Math.max(1, Math.ceil(step)) : step;
}

const X_STEPS = [
  60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200, 86_400, 172_800, 432_000, 604_800,
  1_209_600, 2_592_000,
];

/** Times on the reader's clock: full hours, midnights. Each is the start of the period it falls into. */
function xTicks(points: readonly ChartPoint[], period: number, maxTicks: number, timeZone: string | undefined) {
  const first = points[0]?.at;
  const last = points[points.length - 1]?.at;
  if (first === undefined || last === undefined) return [];
  const step =
    X_STEPS.find((candidate) => candidate >= period && (last - first) / candidate <= maxTicks) ?? last - first;
  if (step <= 0) return [first];
  const offset = zoneOffsetSeconds(first, timeZone);
  const ticks: number[] = [];
  for (const { at } of points) {
    const before = Math.floor((at - period + offset) / step);
    const here = Math.floor((at + offset) / step);
    if (here > before && at !== first) ticks.push(at);
    else if (at === first && (at + offset) % step === 0) ticks.push(at);
  }
  return ticks;
}

function headline(values: readonly number[], unit: ChartUnit): string | null {
  if (values.length === 0) return null;
  const sum = values.reduce((a, b) => a + b, 0);
  return formatValue(unit === 'count' ? sum : sum / values.length, unit);
}

function summarize(
  points: readonly ChartPoint[],
  series: readonly PreparedSeries[],
  time: TimeFormat,
  period: number,
  empty: boolean,
): string {
  const first = points[0];
  const last = points[points.length - 1];
  if (empty || !first || !last) return 'No data in this range.';
  const sentences = series.map(({ key, label, unit, headline: head }) => {
    let peak: { at: number; value: number } | null = null;
    for (const point of points) {
      const value = point[key] ?? null;
      if (value !== null && (peak === null || value > peak.value)) peak = { at: point.at, value };
    }
    if (peak === null || head === null) return `${label}: no data.`;
    const middle = unit === 'count' ? `${head} in total` : `${head} on average`;
    return `${label}: ${middle}, highest ${formatValue(peak.value, unit)} at ${time.period(peak.at)}.`;
  });
  const gaps = points.filter((point) => series.every(({ key }) => point[key] === null)).length;
  const missing = gaps === 0 ? '' : ` ${gaps} of ${points.length} periods have no data.`;
  return `One value per ${duration(period)}, ${time.period(first.at)} to ${time.period(last.at)}. ${sentences.join(' ')}${missing}`;
}
