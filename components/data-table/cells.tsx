'use client';

import { type Column, flexRender, type HeaderGroup, type Row, type RowData } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import type { KeyboardEvent, MouseEvent } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import { RowActions } from './row-actions';
import type { RowAction } from './types';

export function HeaderRow<T extends RowData>({
  group,
  selection,
  hasActions,
}: Readonly<{
  group: HeaderGroup<T>;
  selection?: { all: boolean; some: boolean; onToggleAll: (all: boolean) => void };
  hasActions: boolean;
}>) {
  return (
    <tr className="border-b border-border">
      {selection ? (
        <th scope="col" className="h-8 w-9 pl-3">
          <Checkbox
            aria-label="Select all rows"
            checked={selection.all}
            indeterminate={selection.some && !selection.all}
            onCheckedChange={(checked) => selection.onToggleAll(checked)}
          />
        </th>
      ) : null}
      {group.headers.map((header) => {
        const { column } = header;
        const sorted = column.getIsSorted();
        const title = header.isPlaceholder ? null : flexRender(column.columnDef.header, header.getContext());
        return (
          <th
            key={header.id}
            scope="col"
            aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
            style={{ width: column.columnDef.meta?.width }}
            className={cn(
              'h-8 whitespace-nowrap px-3 text-left text-xs font-medium text-muted-foreground',
              cellClasses(column),
            )}
          >
            {column.getCanSort() ? (
              <button
                type="button"
                onClick={column.getToggleSortingHandler()}
                className="-mx-1.5 inline-flex h-6 items-center gap-1 rounded-sm px-1.5 hover:bg-accent hover:text-foreground"
              >
                {title}
                {sorted === 'asc' ? (
                  <ArrowUp className="size-3 text-foreground" />
                ) : sorted === 'desc' ? (
                  <ArrowDown className="size-3 text-foreground" />
                ) : (
                  <ChevronsUpDown className="size-3 opacity-50" />
                )}
              </button>
            ) : (
              title
            )}
          </th>
        );
      })}
      {hasActions ? (
        <th scope="col" className="w-10">
          <span className="sr-only">Actions</span>
        </th>
      ) : null}
    </tr>
  );
}

export function BodyRow<T extends RowData>({
  row,
  label,
  href,
  actions,
  onOpen,
  selected,
  onToggle,
  rowProps,
}: Readonly<{
  row: Row<T>;
  label: string;
  href?: string;
  actions?: readonly RowAction[];
  onOpen?: () => void;
  selected?: boolean;
  onToggle?: () => void;
  rowProps: { tabIndex: number; onFocus: () => void; onKeyDown: (event: KeyboardEvent<HTMLElement>) => void };
}>) {
  return (
    <tr
      {...rowProps}
      aria-selected={selected}
      data-selected={selected || undefined}
      onClick={onOpen ? (event) => (isOwnClick(event) ? onOpen() : undefined) : undefined}
      className={cn(
        'group/row border-b border-border transition-colors duration-75 last:border-0 focus-visible:-outline-offset-2',
        'hover:bg-muted/60 data-selected:bg-accent/60',
        onOpen && 'cursor-pointer',
      )}
    >
      {onToggle ? (
        <td className="w-9 pl-3">
          <Checkbox aria-label={`Select ${label}`} checked={selected} onCheckedChange={onToggle} />
        </td>
      ) : null}
      {row.getVisibleCells().map((cell) => {
        const content = flexRender(cell.column.columnDef.cell, cell.getContext());
        const primary = cell.column.columnDef.meta?.primary;
        return (
          <td key={cell.id} className={cn('h-10 px-3 py-1.5', cellClasses(cell.column))}>
            {primary && href ? (
              // Not a tab stop of its own: the row is one, and opens with Enter.
              <Link href={href} tabIndex={-1} className="font-medium hover:underline underline-offset-4">
                {content}
              </Link>
            ) : (
              content
            )}
          </td>
        );
      })}
      {actions ? (
        <td className="w-10 pr-2 text-right">
          <RowActions label={label} actions={actions} />
        </td>
      ) : null}
    </tr>
  );
}

export function SkeletonRows<T extends RowData>({
  columns,
  rows,
  hasSelection,
  hasActions,
}: Readonly<{ columns: Column<T>[]; rows: number; hasSelection: boolean; hasActions: boolean }>) {
  // Widths differ so that it looks like text, and repeat so that server and browser agree.
  const widths = ['w-32', 'w-20', 'w-24', 'w-16', 'w-28'];
  return Array.from({ length: rows }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
    <tr key={index} className="border-b border-border last:border-0">
      {hasSelection ? <td className="w-9" /> : null}
      {columns.map((column, at) => (
        <td key={column.id} className={cn('h-10 px-3', cellClasses(column))}>
          <Skeleton
            className={cn('inline-block h-3.5 max-w-full align-middle', widths[(index + at * 2) % widths.length])}
          />
        </td>
      ))}
      {hasActions ? <td className="w-10" /> : null}
    </tr>
  ));
}

function cellClasses<T extends RowData>(column: Column<T>): string {
  const meta = column.columnDef.meta;
  return cn(
    meta?.align === 'right' && 'text-right tabular',
    meta?.align === 'center' && 'text-center',
    meta?.priority === 2 && 'max-md:hidden',
    meta?.priority === 3 && 'max-lg:hidden',
    meta?.className,
  );
}

/** Not a press on a control in the row, nor the end of a text selection. */
function isOwnClick(event: MouseEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (!target || !event.currentTarget.contains(target)) return false;
  if (target.closest('a, button, input, label, [role="menuitem"], [role="checkbox"], [role="switch"]')) return false;
  return (window.getSelection()?.toString() ?? '') === '';
}
