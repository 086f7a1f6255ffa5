'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import { useHydrated } from '@/components/ui/use-hydrated';
import { formatValue } from './format';
import { type PreparedChart, prepare } from './prepare';
import type { ChartInput } from './types';

export type ChartKind = 'line' | 'area' | 'stacked-bar';

// recharts weighs more than the rest of a page: it is loaded where a chart is, and drawn in the reader's time zone.
const Plot = dynamic(() => import('./plot').then((module) => module.Plot), {
  ssr: false,
  loading: () => <Skeleton className="absolute inset-0" />,
});

const DEFAULT_HEIGHT = 200;

export interface TimeSeriesChartProps {
  /** Undefined while it loads. */
  data: ChartInput | undefined;
  /** Names the chart: `Requests`. */
  label: string;
  kind?: ChartKind;
  height?: number;
  /** One sentence for a range without data: `No requests in the last hour.` */
  emptyText?: string;
  /** Charts with the same id move their cursors together. */
  syncId?: string;
  /** Keys of series that start switched off. */
  hiddenSeries?: readonly string[];
  legend?: boolean;
  /** By default the reader's. For values that are counted by the UTC day. */
  timeZone?: string;
  className?: string;
}

/** A chart over time. The box has its final size from the first paint on, whatever it shows. */
export function TimeSeriesChart({
  data,
  label,
  kind = 'line',
  height = DEFAULT_HEIGHT,
  emptyText = 'No data in this range.',
  syncId,
  hiddenSeries = [],
  legend = true,
  timeZone,
  className,
}: Readonly<TimeSeriesChartProps>) {
  // Its times are told in the reader's zone, which the server does not know.
  const hydrated = useHydrated();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(hiddenSeries));
  const shown = data && { ...data, series: data.series.filter((series) => !hidden.has(series.key)) };
  const all = data && prepare(data, { timeZone });
  const chart = shown && prepare(keepColors(shown, all), { stacked: kind === 'stacked-bar', timeZone });

  return (
    <div className={cn('flex min-w-0 flex-col gap-2', className)}>
      {legend ? (
        <Legend
          chart={all}
          hidden={hidden}
          onToggle={(key) =>
            setHidden((was) => (was.has(key) ? new Set([...was].filter((k) => k !== key)) : new Set([...was, key])))
          }
        />
      ) : null}
      <div className="relative" style={{ height }}>
        {!chart || !all ? (
          <Skeleton className="absolute inset-0" />
        ) : all.empty ? (
          <p
            role="status"
            className="absolute inset-0 grid place-items-center rounded-md border border-dashed border-border px-6 text-center text-sm text-muted-foreground"
          >
            {emptyText}
          </p>
        ) : (
          <Plot chart={chart} kind={kind} label={label} syncId={syncId} />
        )}
      </div>
      {hydrated && all && !all.empty ? <DataAsTable chart={all} label={label} /> : null}
    </div>
  );
}

/** A series keeps its colour when others are switched off. */
function keepColors(input: ChartInput, all: PreparedChart | undefined): ChartInput {
  const names = new Map(all?.series.map((series) => [series.key, series.color.slice('var(--'.length, -1)]));
  return {
    ...input,
    series: input.series.map((series) => ({
      ...series,
      color: (names.get(series.key) ?? series.color) as typeof series.color,
    })),
  };
}

function Legend({
  chart,
  hidden,
  onToggle,
}: Readonly<{ chart: PreparedChart | undefined; hidden: ReadonlySet<string>; onToggle: (key: string) => void }>) {
  if (!chart) return <div className="h-6" />;
  return (
    <ul className="flex min-h-6 flex-wrap gap-x-1 gap-y-0.5">
      {chart.series.map((series) => {
        const on = !hidden.has(series.key);
        return (
          <li key={series.key}>
            <button
              type="button"
              aria-pressed={on}
              onClick={() => onToggle(series.key)}
              className={cn(
                'flex h-6 items-center gap-1.5 rounded-sm px-1.5 text-xs transition-colors hover:bg-accent',
                on ? 'text-foreground' : 'text-muted-foreground line-through decoration-1',
              )}
            >
              <span
                aria-hidden="true"
                className={cn('size-2 rounded-xs', !on && 'opacity-40')}
                style={{ background: series.color }}
              />
              {series.label}
              {series.headline ? <span className="tabular text-muted-foreground">{series.headline}</span> : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** For those who can't see the drawing. Long ranges are told in rows of at most this many. */
const TABLE_ROWS = 60;

function DataAsTable({ chart, label }: Readonly<{ chart: PreparedChart; label: string }>) {
  const withData = chart.points.filter((point) => chart.series.some(({ key }) => point[key] !== null));
  const rows = withData.slice(-TABLE_ROWS);
  return (
    <div className="sr-only">
      <p>{chart.summary}</p>
      <table>
        <caption>
          {label}
          {rows.length < withData.length ? `, the last ${rows.length} of ${withData.length} values` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {chart.series.map((series) => (
              <th key={series.key} scope="col">
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((point) => (
            <tr key={point.at}>
              <th scope="row">{chart.time.period(point.at)}</th>
              {chart.series.map(({ key, unit }) => {
                const value = point[key] ?? null;
                return <td key={key}>{value === null ? 'no data' : formatValue(value, unit)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
