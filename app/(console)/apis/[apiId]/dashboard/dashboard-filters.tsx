'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { UseQueryStatesReturn } from 'nuqs';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SimpleSelect } from '@/components/ui/select';
import { useResources } from '@/lib/client/resources';
import { useRestApi } from '@/lib/client/rest-apis';
import { METRIC_RANGES, type MetricSeries } from '@/lib/contract/metrics';
import { PERCENTILES, type Percentile, RANGE_TEXT } from './prepare';
import type { dashboardSearchParams } from './search-params';

type SearchState = UseQueryStatesReturn<typeof dashboardSearchParams>;

const ALL_STAGES = '*';

export function DashboardFilters({
  apiId,
  search,
  setSearch,
  series,
}: Readonly<{
  apiId: string;
  search: SearchState[0];
  setSearch: SearchState[1];
  series: MetricSeries | undefined;
}>) {
  const api = useRestApi(apiId);
  const resources = useResources(apiId);
  const known = (resources.data ?? []).flatMap((resource) =>
    resource.methods.map((method) => `${method.httpMethod} ${resource.path}`),
  );
  // Routes that were called but are gone from the working copy can still be looked at.
  const called = (series?.routes ?? []).map((route) => `${route.method} ${route.resource}`);
  const routeOptions = [...new Set([...known, ...called, ...(search.route ? [search.route] : [])])]
    .sort((a, b) => pathOf(a).localeCompare(pathOf(b)))
    .map((route) => ({ value: route, label: route }));

  return (
    <div className="flex flex-wrap items-center gap-2">
      <SimpleSelect
        aria-label="Stage"
        className="w-40 max-sm:flex-1"
        value={search.stage || ALL_STAGES}
        onValueChange={(stage) => void setSearch({ stage: stage === ALL_STAGES ? null : stage })}
        options={[
          { value: ALL_STAGES, label: 'All stages' },
          ...(api.data?.stages ?? []).map((stage) => ({ value: stage.name, label: stage.name })),
        ]}
      />
      <div className="flex min-w-0 items-center gap-1 max-sm:flex-1">
        <Combobox
          aria-label="Route"
          className="w-56 max-sm:w-full"
          placeholder="All routes"
          searchPlaceholder="Search routes"
          emptyText="No route matches."
          options={routeOptions}
          value={search.route || null}
          onValueChange={(route) => void setSearch({ route: route || null })}
        />
        {search.route ? (
          <Button variant="ghost" size="sm" onClick={() => void setSearch({ route: null })}>
            All routes
          </Button>
        ) : null}
      </div>
      <SegmentedControl
        aria-label="Range"
        className="ml-auto max-sm:ml-0 max-sm:w-full max-sm:[&>*]:flex-1"
        value={search.range}
        onValueChange={(range) => void setSearch({ range })}
        options={METRIC_RANGES.map((range) => ({ value: range, label: range, 'aria-label': RANGE_TEXT[range] }))}
      />
    </div>
  );
}

export function PercentileToggles({
  value,
  onChange,
}: Readonly<{ value: readonly Percentile[]; onChange: (value: Percentile[]) => void }>) {
  return (
    <ToggleGroup
      multiple
      aria-label="Percentiles"
      value={[...value]}
      onValueChange={(next) => {
        // A chart of nothing helps nobody: the last one stays on.
        if (next.length > 0) onChange(PERCENTILES.filter((name) => next.includes(name)));
      }}
      className="inline-flex items-center gap-0.5 rounded-md border border-border bg-muted p-0.5"
    >
      {PERCENTILES.map((name) => (
        <Toggle
          key={name}
          value={name}
          className="inline-flex h-5 items-center rounded-sm px-1.5 text-xs font-medium text-muted-foreground transition-colors hover:text-foreground data-pressed:bg-card data-pressed:text-foreground data-pressed:shadow-sm dark:data-pressed:bg-accent"
        >
          {name}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}

const pathOf = (route: string) => route.slice(route.indexOf(' ') + 1);
