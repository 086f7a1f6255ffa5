'use client';

import Link from 'next/link';
import { type ReactNode, useMemo } from 'react';
import { DataTable, type DataTableProps } from '@/components/data-table/data-table';
import { type Columns, tableState } from '@/components/data-table/types';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { type AuditFilter, useAudit } from '@/lib/client/audit';
import type { AuditEvent } from '@/lib/contract/account';
import { actionText, targetHref, targetText } from './audit-text';

/** Who did what and when, newest first. */
export function AuditList({
  filter,
  emptyText,
  search,
  toolbar,
}: Readonly<{
  filter: AuditFilter;
  emptyText: string;
  search?: DataTableProps<AuditEvent>['filter'];
  toolbar?: ReactNode;
}>) {
  const audit = useAudit(filter);
  const rows = useMemo(() => audit.data?.pages.flatMap((page) => page.items), [audit.data]);
  return (
    <DataTable
      label="Audit log"
      columns={columns}
      {...tableState({ ...audit, data: rows })}
      rowId={(row) => row.id}
      rowLabel={(row) => `${row.actorName} ${actionText(row.action)} ${row.targetName}`}
      filter={search}
      toolbar={toolbar}
      empty={{ title: emptyText }}
      skeletonRows={4}
      footer={
        audit.hasNextPage ? (
          <Button
            variant="outline"
            size="sm"
            className="self-center"
            loading={audit.isFetchingNextPage}
            onClick={() => void audit.fetchNextPage()}
          >
            Load older entries
          </Button>
        ) : null
      }
    />
  );
}

const columns: Columns<AuditEvent> = [
  {
    id: 'at',
    header: 'When',
    enableSorting: false,
    accessorFn: (row) => row.at,
    meta: { className: 'md:w-36' },
    cell: ({ row }) => <RelativeTime at={row.original.at} className="text-muted-foreground" />,
  },
  {
    id: 'actor',
    header: 'Who',
    enableSorting: false,
    accessorFn: (row) => row.actorName,
    meta: { priority: 2, width: '12rem' },
    cell: ({ row }) => (
      <span className="flex items-center gap-2">
        <Avatar name={row.original.actorName} className="size-5" />
        <span className="line-clamp-1 break-all">{row.original.actorName}</span>
      </span>
    ),
  },
  {
    id: 'what',
    header: 'What',
    enableSorting: false,
    accessorFn: (row) => row.action,
    meta: { primary: true },
    cell: ({ row }) => <What event={row.original} />,
  },
  {
    id: 'request',
    header: 'Request',
    enableSorting: false,
    meta: { priority: 3, width: '8rem' },
    cell: ({ row }) =>
      row.original.requestId ? (
        <span className="flex items-center gap-0.5">
          <code className="font-mono text-2xs text-muted-foreground">{row.original.requestId.slice(0, 8)}</code>
          <CopyButton value={row.original.requestId} label="Copy request id" size="icon-xs" />
        </span>
      ) : null,
  },
];

function What({ event }: Readonly<{ event: AuditEvent }>) {
  const href = targetHref(event);
  // An import is about many things at once.
  const name = event.targetName || (event.targetId === '*' ? '' : event.targetId);
  return (
    <div className="flex min-w-0 flex-col py-0.5">
      <span className="wrap-anywhere">
        <span className="md:hidden">{event.actorName} </span>
        {actionText(event.action)} <span className="text-muted-foreground">{targetText(event.targetType)}</span>{' '}
        {href ? (
          <Link href={href} className="font-medium underline-offset-4 hover:underline">
            {name}
          </Link>
        ) : (
          <span className="font-medium">{name}</span>
        )}
      </span>
      {event.summary ? (
        <span className="line-clamp-2 max-w-prose text-xs text-muted-foreground wrap-anywhere">{event.summary}</span>
      ) : null}
    </div>
  );
}
