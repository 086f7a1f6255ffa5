'use client';

import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  Line,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';
import { formatValue } from './format';
import type { PreparedAxis, PreparedChart, PreparedSeries } from './prepare';
import type { ChartKind } from './time-series-chart';
import type { ChartPoint } from './types';

const axisText = { fill: 'var(--muted-foreground)', fontSize: 11 };

/** Draws what `prepare` decided; nothing is computed here. */
export function Plot({
  chart,
  kind,
  label,
  syncId,
}: Readonly<{ chart: PreparedChart; kind: ChartKind; label: string; syncId?: string }>) {
  return (
    <ComposedChart
      responsive
      data={chart.points}
      syncId={syncId}
      syncMethod="value"
      role="img"
      aria-label={`${label}. ${chart.summary} Use the arrow keys to read single values.`}
      tabIndex={0}
      margin={{ top: 6, right: chart.right ? 0 : 8, bottom: 0, left: 0 }}
      barCategoryGap={chart.points.length > 72 ? 0 : '15%'}
      style={{ width: '100%', height: '100%' }}
      className="[&_svg]:rounded-sm [&_svg:focus-visible]:outline-2 [&_svg:focus-visible]:outline-ring"
    >
      <CartesianGrid vertical={false} stroke="var(--border)" strokeOpacity={0.8} />
      <XAxis
        dataKey="at"
        type="category"
        ticks={chart.xTicks}
        interval="preserveStart"
        tickFormatter={chart.time.tick}
        tick={axisText}
        tickLine={false}
        axisLine={{ stroke: 'var(--border)' }}
        tickMargin={6}
        minTickGap={16}
        height={24}
      />
      {yAxis('left', chart.left)}
      {chart.right ? yAxis('right', chart.right) : null}
      <Tooltip
        isAnimationActive={false}
        filterNull={false}
        cursor={
          kind === 'stacked-bar'
            ? { fill: 'var(--accent)', fillOpacity: 0.7 }
            : { stroke: 'var(--muted-foreground)', strokeWidth: 1, strokeDasharray: '3 3' }
        }
        content={(props) => <Readout {...(props as TooltipContentProps<number, string>)} chart={chart} />}
        wrapperStyle={{ zIndex: 10, outline: 'none' }}
      />
      {chart.series.flatMap((series) => marks(kind, series, chart.provisional))}
    </ComposedChart>
  );
}

function yAxis(side: 'left' | 'right', axis: PreparedAxis) {
  return (
    <YAxis
      key={side}
      yAxisId={side}
      orientation={side}
      domain={[0, axis.max]}
      ticks={axis.ticks}
      interval={0}
      tickFormatter={axis.format}
      tick={axisText}
      tickLine={false}
      axisLine={false}
      width={44}
    />
  );
}

function marks(kind: ChartKind, series: PreparedSeries, provisional: PreparedChart['provisional']) {
  const shared = {
    dataKey: series.key,
    name: series.label,
    yAxisId: series.axis,
    isAnimationActive: false,
    stroke: series.color,
  };
  if (kind === 'stacked-bar') {
    return <Bar key={series.key} {...shared} stackId="all" fill={series.color} stroke="none" maxBarSize={28} />;
  }
  const value = (point: ChartPoint) => point[series.key];
  // Only counts grow while their period lasts.
  const open = series.unit === 'count' ? provisional : null;
  const line = {
    ...shared,
    dataKey: open ? (point: ChartPoint) => (point.at === open.to ? null : value(point)) : series.key,
    strokeWidth: 1.5,
    connectNulls: false,
    type: 'linear' as const,
    activeDot: { r: 3, strokeWidth: 0, fill: series.color },
    dot: (dot: DotItemDotProps) => loneDot(dot, series),
  };
  const Mark = kind === 'area' ? Area : Line;
  const fill = kind === 'area' ? { fill: series.color, fillOpacity: 0.12 } : {};
  const settled = <Mark key={series.key} {...line} {...fill} />;
  if (open === null) return settled;
  const dashed = {
    ...line,
    dataKey: (point: ChartPoint) => (point.at >= open.from ? value(point) : null),
    strokeDasharray: '3 3',
    strokeOpacity: 0.7,
  };
  return [settled, <Line key={`${series.key}, running`} {...dashed} />];
}

function loneDot({ cx, cy, payload, key }: DotItemDotProps, series: PreparedSeries) {
  const at = (payload as { at?: number } | undefined)?.at;
  if (at === undefined || cx === undefined || cy === undefined || !series.isolated.has(at)) return <g key={key} />;
  return <circle key={key} cx={cx} cy={cy} r={1.75} fill={series.color} />;
}

function Readout({ active, label, chart }: Readonly<TooltipContentProps<number, string> & { chart: PreparedChart }>) {
  const point = chart.points.find((candidate) => candidate.at === Number(label));
  if (!active || !point) return null;
  return (
    <div className="pointer-events-none min-w-36 rounded-md border border-border bg-popover px-2.5 py-2 text-xs text-popover-foreground shadow-md">
      <p className="mb-1 whitespace-nowrap text-muted-foreground">{chart.time.period(point.at)}</p>
      <ul className="flex flex-col gap-0.5">
        {chart.series.map((series) => {
          const value = point[series.key] ?? null;
          return (
            <li key={series.key} className="flex items-center gap-1.5 whitespace-nowrap">
              <span aria-hidden="true" className="size-2 rounded-xs" style={{ background: series.color }} />
              {series.label}
              <span className="tabular ml-auto pl-4 font-medium">
                {value === null ? (
                  <span className="text-muted-foreground">no data</span>
                ) : (
                  formatValue(value, series.unit)
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
