'use client';

import { Filter } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { CopyButton } from '@/components/ui/copy-button';
import { MethodBadge } from '@/components/ui/method-badge';
import { Tooltip } from '@/components/ui/tooltip';
import type { StageLogLine } from '@/lib/contract/stage-log';
import { type LogGroup, splitLine } from './group-lines';

/** A request with its lines: newest request first, its lines as they were written. */
export function LogGroups({
  groups,
  onRequest,
}: Readonly<{ groups: readonly LogGroup[]; onRequest: (requestId: string) => void }>) {
  return (
    <ol aria-label="Requests, newest first" className="flex flex-col gap-3">
      {groups.map((group) => (
        <li key={group.id} className="min-w-0 overflow-hidden rounded-lg border border-border">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-border bg-muted/50 px-3 py-1.5 text-xs">
            <Time at={group.at} />
            {group.method ? <MethodBadge method={group.method} /> : null}
            {group.path ? <span className="min-w-0 font-mono wrap-anywhere">{group.path}</span> : null}
            {group.status === null ? null : <StatusBadge status={group.status} />}
            <span className="ml-auto flex min-w-0 items-center gap-1 max-sm:ml-0">
              <span className="truncate font-mono text-muted-foreground">{group.requestId}</span>
              <CopyButton value={group.requestId} label="Copy request id" size="icon-xs" />
              <Tooltip content="Only this request">
                <Button
                  variant="ghost"
                  size="icon-xs"
                  aria-label={`Only request ${group.requestId}`}
                  onClick={() => onRequest(group.requestId)}
                >
                  <Filter aria-hidden="true" />
                </Button>
              </Tooltip>
            </span>
          </div>
          <ol aria-label="Lines" className="flex flex-col py-1">
            {group.lines.map((line) => (
              <ExecutionLine key={line.id} line={line} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

export function AccessLines({ lines }: Readonly<{ lines: readonly StageLogLine[] }>) {
  return (
    <ol aria-label="Lines, newest first" className="flex flex-col rounded-lg border border-border py-1.5">
      {lines.map((line) => (
        <li
          key={line.id}
          className="flex gap-x-3 px-3 py-1 font-mono text-xs leading-5 hover:bg-secondary/60 max-sm:flex-col"
        >
          <Time at={line.at} />
          <LongText text={line.text} />
        </li>
      ))}
    </ol>
  );
}

function ExecutionLine({ line }: Readonly<{ line: StageLogLine }>) {
  const { label, value } = splitLine(line.text);
  const isError = line.level === 'ERROR';
  return (
    <li className={cn('px-3 py-0.5 font-mono text-xs leading-5 hover:bg-secondary/60', isError && 'text-destructive')}>
      {isError ? <span className="font-semibold">ERROR </span> : null}
      {label ? <span className={cn(!isError && 'text-muted-foreground')}>{label}: </span> : null}
      <LongText text={value} />
    </li>
  );
}

const SHOWN = 600;

/** Wide lines wrap; very long ones show their beginning until asked. */
function LongText({ text }: Readonly<{ text: string }>) {
  const [whole, setWhole] = useState(false);
  if (text.length <= SHOWN || whole) return <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">{text}</span>;
  return (
    <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">
      {text.slice(0, SHOWN)}…{' '}
      <Button variant="link" size="sm" className="h-auto p-0 text-xs" onClick={() => setWhole(true)}>
        Show all {text.length.toLocaleString('en-US')} characters
      </Button>
    </span>
  );
}

function StatusBadge({ status }: Readonly<{ status: number }>) {
  return <Badge variant={status >= 500 ? 'destructive' : status >= 400 ? 'warning' : 'success'}>{status}</Badge>;
}

/** Browser and server may be in different time zones: UTC for both. */
function Time({ at }: Readonly<{ at: string }>) {
  return (
    <time dateTime={at} title={at} className="shrink-0 font-mono text-muted-foreground">
      {at.slice(5, 10)} {at.slice(11, 23)}
    </time>
  );
}
