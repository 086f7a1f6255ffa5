export type ChartUnit = 'count' | 'ms' | 'percent';

/** Tokens of globals.css that a series may be drawn in. */
export type ChartColor =
  | 'chart-1'
  | 'chart-2'
  | 'chart-3'
  | 'chart-4'
  | 'chart-5'
  | 'chart-6'
  | 'destructive'
  | 'warning'
  | 'success'
  | 'info';

export interface ChartSeries {
  key: string;
  label: string;
  unit: ChartUnit;
  /** By default the next one that no other series has. */
  color?: ChartColor;
  /** How points become one when there are too many: by default counts are summed, times keep the worst, shares are averaged. */
  merge?: 'sum' | 'max' | 'mean';
}

/** `at` is epoch seconds, the start of a period. Null, or no point at all: nothing was recorded then. */
export interface ChartPoint {
  at: number;
  [series: string]: number | null;
}

export interface ChartInput {
  points: readonly ChartPoint[];
  series: readonly ChartSeries[];
  periodSeconds: number;
  /** The range asked for: without it the chart spans from the first point to the last. */
  from?: number;
  to?: number;
  /** The last period is not over: what it has counted so far looks like a fall, and is drawn as provisional. */
  running?: boolean;
}
