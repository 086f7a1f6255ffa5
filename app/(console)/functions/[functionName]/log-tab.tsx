'use client';

import { ScrollText } from 'lucide-react';
import { useId, useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Input } from '@/components/ui/input';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { Switch } from '@/components/ui/switch';
import { useFunctionLog } from '@/lib/client/functions';
import type { FunctionLog } from '@/lib/contract/function';

export function LogTab({ functionName }: Readonly<{ functionName: string }>) {
  const id = useId();
  const [live, setLive] = useState(true);
  const [search, setSearch] = useState('');
  const log = useFunctionLog(functionName, live);
  if (log.data === undefined) {
    if (log.isError) return <QueryError title="The log could not be loaded" query={log} />;
    return <Skeleton className="h-64 w-full" />;
  }
  const { lines, dropped } = log.data;
  const wanted = search.toLowerCase();
  const shown = lines.filter(({ text, requestId }) => `${text}\n${requestId}`.toLowerCase().includes(wanted));
  return (
    <section aria-label="Log" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Input
          aria-label="Filter the log"
          placeholder="Filter: a word or a request id"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="max-w-72"
        />
        <label htmlFor={id} className="flex items-center gap-2 text-sm">
          Live
          <Switch id={id} checked={live} onCheckedChange={setLive} />
        </label>
      </div>
      {lines.length === 0 ? (
        <EmptyState
          icon={<ScrollText />}
          title="Nothing has been logged"
          description="What the function prints shows here, with the start and the end of each run. The newest lines are kept for as long as the gateway runs."
        />
      ) : shown.length === 0 ? (
        <p className="rounded-lg border border-dashed border-border px-3 py-6 text-center text-sm text-muted-foreground">
          No line of the last {lines.length} holds “{search}”.
        </p>
      ) : (
        <Lines lines={shown} />
      )}
      {dropped > 0 ? (
        <p className="text-xs text-muted-foreground">
          {dropped.toLocaleString('en-US')} older lines were let go, or did not fit.
        </p>
      ) : null}
    </section>
  );
}

function Lines({ lines }: Readonly<{ lines: FunctionLog['lines'] }>) {
  return (
    <ol
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
      tabIndex={0}
      aria-label="Log lines, newest first"
      className="flex max-h-[32rem] flex-col overflow-auto rounded-lg border border-border bg-muted/50 py-2 font-mono text-xs leading-5 focus-visible:-outline-offset-2"
    >
      {lines.toReversed().map(({ sequence, at, text, requestId }) => (
        <li
          key={sequence}
          className="flex gap-3 px-3 hover:bg-secondary/60"
          title={`Request ${requestId || '(start)'}`}
        >
          <time dateTime={at} className="shrink-0 text-muted-foreground">
            {timeOf(at)}
          </time>
          <span className={`min-w-0 whitespace-pre-wrap wrap-anywhere ${tone(text)}`}>{text}</span>
        </li>
      ))}
    </ol>
  );
}

/** Browser and server may be in different time zones: UTC for both. */
const timeOf = (at: string): string => at.slice(11, 23);

function tone(text: string): string {
  if (/^(START|END|REPORT|INIT_START)\b/.test(text)) return 'text-muted-foreground';
  return /\b(ERROR|Error|Uncaught|Unhandled|Task timed out)\b/.test(text) ? 'text-destructive' : '';
}
