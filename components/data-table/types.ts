import type { ColumnDef, RowData } from '@tanstack/react-table';
import type { LucideIcon } from 'lucide-react';

declare module '@tanstack/react-table' {
  interface ColumnMeta<TData extends RowData, TValue> {
    align?: 'left' | 'right' | 'center';
    /** 1 (default) is always shown, 2 from 768 px on, 3 from 1024 px on. */
    priority?: 1 | 2 | 3;
    /** The cell that names the row: it becomes the link when rows have one. */
    primary?: boolean;
    /** A CSS width for columns that must not follow their content. */
    width?: string;
    className?: string;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: columns of one table have values of many types; the library offers no other way
export type Columns<T extends RowData> = ColumnDef<T, any>[];

export interface RowAction {
  label: string;
  icon?: LucideIcon;
  onSelect?: () => void;
  /** Instead of onSelect: a link from lib/client/routes. */
  href?: string;
  destructive?: boolean;
  disabled?: boolean;
  /** Draws a line above. */
  separated?: boolean;
}

/** What the table needs to know of a read; `...tableState(query)` takes it from a react-query result. */
export interface TableState<Row> {
  data: readonly Row[] | undefined;
  error?: unknown;
  onRetry?: () => void;
  retrying?: boolean;
}

export function tableState<Row>(query: {
  data: readonly Row[] | undefined;
  error: unknown;
  refetch: () => unknown;
  isFetching: boolean;
}): TableState<Row> {
  return {
    data: query.data,
    // A failed refresh of a list that is on the screen does not take the list away.
    error: query.data === undefined ? query.error : undefined,
    onRetry: () => void query.refetch(),
    retrying: query.isFetching,
  };
}
