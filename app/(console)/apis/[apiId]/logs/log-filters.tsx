'use client';

import { X } from 'lucide-react';
import type { UseQueryStatesReturn } from 'nuqs';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SimpleSelect } from '@/components/ui/select';
import type { RestApiDetail } from '@/lib/contract/rest-api';
import { LOG_RANGES, type LogRange, type logSearchParams } from './search-params';

type SearchState = UseQueryStatesReturn<typeof logSearchParams>;

const RANGE_TEXT: Readonly<Record<LogRange, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  any: 'Any time',
  custom: 'From … to …',
};

export function LogFilters({
  stages,
  stageName,
  search,
  setSearch,
}: Readonly<{
  stages: RestApiDetail['stages'];
  stageName: string;
  search: SearchState[0];
  setSearch: SearchState[1];
}>) {
  const hasCanary = stages.some((stage) => stage.name === stageName && stage.canary !== null);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          aria-label="Log"
          className="max-sm:w-full max-sm:[&>*]:flex-1"
          value={search.log}
          onValueChange={(log) => void setSearch({ log, errors: null })}
          options={[
            { value: 'execution', label: 'Execution log' },
            { value: 'access', label: 'Access log' },
          ]}
        />
        <SimpleSelect
          aria-label="Stage"
          className="w-40 max-sm:min-w-36 max-sm:flex-1"
          value={stageName}
          onValueChange={(stage) => void setSearch({ stage, canary: null })}
          options={stages.map(({ name }) => ({ value: name, label: name }))}
        />
        {hasCanary ? (
          <SegmentedControl
            aria-label="Of"
            value={search.canary ? 'canary' : 'stage'}
            onValueChange={(of) => void setSearch({ canary: of === 'canary' })}
            options={[
              { value: 'stage', label: 'Stage' },
              { value: 'canary', label: 'Canary' },
            ]}
          />
        ) : null}
        <SimpleSelect
          aria-label="Time"
          className="w-44 max-sm:min-w-36 max-sm:flex-1"
          value={search.range}
          onValueChange={(range) => void setSearch({ range, from: null, to: null })}
          options={LOG_RANGES.map((value) => ({ value, label: RANGE_TEXT[value] }))}
        />
        {search.log === 'execution' ? (
          <SegmentedControl
            aria-label="Level"
            value={search.errors ? 'errors' : 'all'}
            onValueChange={(level) => void setSearch({ errors: level === 'errors' })}
            options={[
              { value: 'all', label: 'All lines' },
              { value: 'errors', label: 'Errors' },
            ]}
          />
        ) : null}
      </div>
      {search.range === 'custom' ? (
        <div className="flex flex-wrap gap-2">
          <TimeInput label="From (UTC)" value={search.from} onChange={(from) => void setSearch({ from })} />
          <TimeInput label="To (UTC)" value={search.to} onChange={(to) => void setSearch({ to })} />
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Input
          type="search"
          aria-label="Filter lines"
          placeholder="Lines that hold …"
          maxLength={200}
          value={search.q}
          onChange={(event) => void setSearch({ q: event.target.value || null })}
          className="min-w-40 max-w-80 flex-1"
        />
        <Input
          type="search"
          aria-label="Request id"
          placeholder="Request id"
          maxLength={100}
          value={search.request}
          onChange={(event) => void setSearch({ request: event.target.value.trim() || null })}
          className="min-w-40 max-w-80 flex-1 font-mono"
        />
        {search.q !== '' || search.request !== '' ? (
          <Button variant="ghost" size="sm" onClick={() => void setSearch({ q: null, request: null })}>
            <X aria-hidden="true" /> Clear
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function TimeInput({
  label,
  value,
  onChange,
}: Readonly<{ label: string; value: string; onChange: (value: string | null) => void }>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <Label htmlFor={id} className="text-xs text-muted-foreground">
        {label}
      </Label>
      <Input
        id={id}
        type="datetime-local"
        step={1}
        value={value}
        onChange={(event) => onChange(event.target.value || null)}
        className="w-52"
      />
    </div>
  );
}
