'use client';

import {
  getCoreRowModel,
  getSortedRowModel,
  type OnChangeFn,
  type Row,
  type RowData,
  type SortingState,
  useReactTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRouter } from 'next/navigation';
import { type ComponentProps, type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { ApiError } from '@/lib/client/fetcher';
import { BodyRow, HeaderRow, SkeletonRows } from './cells';
import { filterRows, rowText } from './filter-rows';
import { DataTableToolbar } from './toolbar';
import type { Columns, RowAction, TableState } from './types';
import { useRowNavigation } from './use-row-navigation';

export interface DataTableProps<T extends RowData> extends TableState<T> {
  /** Names the table for assistive technology: `API keys`. */
  label: string;
  columns: Columns<T>;
  rowId: (row: T) => string;
  /** What the row is called in its buttons; by default its id. */
  rowLabel?: (row: T) => string;
  empty: ComponentProps<typeof EmptyState>;
  /** A text filter over the rows. Controlled (`value`, `onChange`) to keep it in the URL; `server` leaves filtering to the read. */
  filter?: {
    placeholder: string;
    value?: string;
    onChange?: (value: string) => void;
    server?: boolean;
    textOf?: (row: T) => string;
  };
  /** Beside the filter: more filters, buttons. */
  toolbar?: ReactNode;
  rowHref?: (row: T) => string;
  onRowOpen?: (row: T) => void;
  rowActions?: (row: T) => readonly RowAction[];
  selection?: {
    selected: readonly string[];
    onChange: (selected: string[]) => void;
    /** Shown over the table while rows are selected. */
    actions?: (selected: readonly string[]) => ReactNode;
  };
  initialSorting?: SortingState;
  /** Both together: the read sorts. */
  sorting?: SortingState;
  onSortingChange?: OnChangeFn<SortingState>;
  /** Under the table: pagination, a “load more”. */
  footer?: ReactNode;
  skeletonRows?: number;
  className?: string;
}

/** Rows past this many are drawn only while they are in view. */
const VIRTUAL_FROM = 120;
const ROW_HEIGHT_PX = 41;

export function DataTable<T extends RowData>(props: Readonly<DataTableProps<T>>) {
  const { data, columns, rowId, filter, selection, footer, toolbar, label, className } = props;
  const [ownFilter, setOwnFilter] = useState('');
  const filterText = filter?.value ?? ownFilter;
  const query = useDeferredValue(filterText);
  const [ownSorting, setOwnSorting] = useState<SortingState>(props.initialSorting ?? []);
  const textOf = filter?.textOf ?? rowText;
  const filtersHere = filter !== undefined && !filter.server;

  // biome-ignore lint/correctness/useExhaustiveDependencies: textOf is usually written inline and never changes meaning
  const rows = useMemo(
    () => [...(filtersHere ? filterRows(data ?? [], query, textOf) : (data ?? []))],
    [data, query, filtersHere],
  );

  const table = useReactTable<T>({
    data: rows,
    columns,
    getRowId: rowId,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    manualSorting: props.onSortingChange !== undefined,
    state: { sorting: props.sorting ?? ownSorting },
    onSortingChange: props.onSortingChange ?? setOwnSorting,
    enableSortingRemoval: true,
  });

  const settled = data !== undefined;
  const nothing = settled && rows.length === 0;
  const filtered = nothing && (data.length > 0 || filterText !== '');

  return (
    <div className={cn('flex min-w-0 flex-col gap-3', className)}>
      {filter || toolbar ? (
        <DataTableToolbar
          filter={
            filter && {
              value: filterText,
              onChange: filter.onChange ?? setOwnFilter,
              placeholder: filter.placeholder,
            }
          }
        >
          {toolbar}
        </DataTableToolbar>
      ) : null}
      {selection && selection.selected.length > 0 ? (
        <div className="flex min-h-10 flex-wrap items-center gap-2 rounded-lg border border-border bg-accent/50 px-3 py-1.5 text-sm">
          <span aria-live="polite">{selection.selected.length} selected</span>
          <span className="ml-auto flex flex-wrap gap-2">{selection.actions?.(selection.selected)}</span>
        </div>
      ) : null}
      <div className="min-w-0 overflow-hidden rounded-lg border border-border bg-card">
        {props.error ? (
          <TableError error={props.error} onRetry={props.onRetry} retrying={props.retrying} />
        ) : nothing ? (
          filtered ? (
            <EmptyState size="sm" title="Nothing matches" description={`No row has “${filterText}” in it.`} />
          ) : (
            <EmptyState {...props.empty} />
          )
        ) : (
          <Grid {...props} table={table} rows={settled ? table.getRowModel().rows : null} label={label} />
        )}
      </div>
      <span aria-live="polite" className="sr-only">
        {filtersHere && query !== '' && settled ? `${rows.length} of ${data.length} rows match` : ''}
      </span>
      {footer}
    </div>
  );
}

function Grid<T extends RowData>({
  table,
  rows,
  label,
  rowHref,
  onRowOpen,
  rowActions,
  rowLabel,
  selection,
  skeletonRows = 6,
}: Readonly<
  DataTableProps<T> & { table: ReturnType<typeof useReactTable<T>> /** null: still loading */; rows: Row<T>[] | null }
>) {
  const router = useRouter();
  const scroller = useRef<HTMLElement>(null);
  const count = rows?.length ?? 0;
  const virtual = count > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 12,
  });

  const opens = Boolean(rowHref ?? onRowOpen);
  function open(row: Row<T> | undefined) {
    if (!row) return;
    if (onRowOpen) onRowOpen(row.original);
    else if (rowHref) router.push(rowHref(row.original));
  }
  function toggle(id: string) {
    if (!selection) return;
    const { selected, onChange } = selection;
    onChange(selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]);
  }

  const navigation = useRowNavigation({
    rowCount: count,
    onOpen: opens ? (index) => open(rows?.[index]) : undefined,
    onToggle: selection
      ? (index) => {
          const row = rows?.[index];
          if (row) toggle(row.id);
        }
      : undefined,
    scrollTo: virtual ? (index) => virtualizer.scrollToIndex(index) : undefined,
  });

  const items = virtual ? virtualizer.getVirtualItems() : null;
  const before = items?.[0]?.start ?? 0;
  const after = items ? virtualizer.getTotalSize() - (items[items.length - 1]?.end ?? 0) : 0;
  const shown = items ? items.flatMap(({ index }) => (rows?.[index] ? [{ row: rows[index], index }] : [])) : null;
  const visible = shown ?? (rows ?? []).map((row, index) => ({ row, index }));
  const columnCount = table.getVisibleLeafColumns().length + (selection ? 1 : 0) + (rowActions ? 1 : 0);

  return (
    <section
      ref={scroller}
      aria-label={label}
      className={cn('relative overflow-x-auto', virtual && 'max-h-[min(70dvh,48rem)] overflow-y-auto')}
    >
      <table
        aria-label={label}
        aria-busy={rows === null}
        aria-rowcount={virtual ? count + 1 : undefined}
        className="w-full border-collapse text-sm"
      >
        <thead className={cn(virtual && 'sticky top-0 z-10 bg-card shadow-[inset_0_-1px_0_var(--border)]')}>
          {table.getHeaderGroups().map((group) => (
            <HeaderRow
              key={group.id}
              group={group}
              hasActions={Boolean(rowActions)}
              selection={
                selection && {
                  all: count > 0 && selection.selected.length >= count,
                  some: selection.selected.length > 0,
                  onToggleAll: (all) => selection.onChange(all ? (rows ?? []).map((row) => row.id) : []),
                }
              }
            />
          ))}
        </thead>
        <tbody>
          {rows === null ? (
            <SkeletonRows
              columns={table.getVisibleLeafColumns()}
              rows={skeletonRows}
              hasSelection={Boolean(selection)}
              hasActions={Boolean(rowActions)}
            />
          ) : null}
          {before > 0 ? <Spacer height={before} columns={columnCount} /> : null}
          {visible.map(({ row, index }) => (
            <BodyRow
              key={row.id}
              row={row}
              label={rowLabel?.(row.original) ?? row.id}
              href={rowHref?.(row.original)}
              actions={rowActions?.(row.original)}
              onOpen={opens ? () => open(row) : undefined}
              selected={selection ? selection.selected.includes(row.id) : undefined}
              onToggle={selection ? () => toggle(row.id) : undefined}
              rowProps={navigation.rowProps(index)}
            />
          ))}
          {after > 0 ? <Spacer height={after} columns={columnCount} /> : null}
        </tbody>
      </table>
    </section>
  );
}

function Spacer({ height, columns }: Readonly<{ height: number; columns: number }>) {
  return (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

function TableError({
  error,
  onRetry,
  retrying,
}: Readonly<{ error: unknown; onRetry?: () => void; retrying?: boolean }>) {
  const known = error instanceof ApiError ? error : null;
  return (
    <ErrorState
      size="sm"
      title="The list could not be loaded"
      description={known?.message ?? 'Something went wrong on the way. Try again.'}
      requestId={known?.requestId}
      onRetry={onRetry}
      retrying={retrying}
    />
  );
}
