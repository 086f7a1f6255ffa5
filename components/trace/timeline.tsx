'use client';

import { type KeyboardEvent, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import type { TraceNote, TraceStep } from '@/lib/contract/trace';
import { diffOf } from './note-diff';
import { formatDuration, toWaterfall, type WaterfallRow } from './waterfall';

/** The steps of a request with their times; the chosen one shows what it changed. Arrow keys step through. */
export function Timeline({ steps }: Readonly<{ steps: readonly TraceStep[] }>) {
  const rows = toWaterfall(steps);
  const listRef = useRef<HTMLOListElement>(null);
  const [chosen, setChosen] = useState(() => firstOfInterest(rows));
  const step = rows[chosen];

  function onKeyDown(event: KeyboardEvent) {
    const next = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = Math.min(Math.max(next, 0), rows.length - 1);
    setChosen(index);
    listRef.current?.querySelectorAll('button')[index]?.focus();
  }

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]">
      <ol
        ref={listRef}
        aria-label="Steps"
        className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card"
      >
        {rows.map((row, index) => (
          <li key={row.name}>
            <button
              type="button"
              aria-current={index === chosen ? 'step' : undefined}
              tabIndex={index === chosen ? 0 : -1}
              onClick={() => setChosen(index)}
              onKeyDown={onKeyDown}
              className={cn(
                'flex w-full items-center gap-2 border-l-2 border-transparent px-3 py-1.5 text-left hover:bg-muted/60 focus-visible:-outline-offset-2',
                index === chosen && 'border-primary bg-muted',
              )}
            >
              <StepBar row={row} />
            </button>
          </li>
        ))}
      </ol>
      {step ? <StepPanel step={step} /> : null}
    </div>
  );
}

/** Where the request was refused, else its first step. */
function firstOfInterest(rows: readonly WaterfallRow[]): number {
  const refused = rows.findIndex(({ notes }) => notes.some(({ label }) => label === 'Gateway response'));
  return Math.max(0, refused);
}

function StepBar({ row }: Readonly<{ row: WaterfallRow }>) {
  return (
    <>
      <span className="w-44 shrink-0 truncate font-mono text-xs max-sm:w-36">{row.name}</span>
      <span aria-hidden="true" className="relative h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-accent">
        <span
          className="absolute inset-y-0 min-w-0.5 rounded-full bg-chart-1"
          style={{ left: `${Math.min(row.offset, 99)}%`, width: `${row.width}%` }}
        />
      </span>
      <span className="tabular w-14 shrink-0 text-right text-xs text-muted-foreground">
        {formatDuration(row.tookUs)}
      </span>
    </>
  );
}

function StepPanel({ step }: Readonly<{ step: WaterfallRow }>) {
  return (
    <section aria-label={step.name} aria-live="polite" className="flex min-w-0 flex-col gap-3">
      <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
        <span className="font-mono font-medium">{step.name}</span>
        <span className="tabular text-muted-foreground">
          began at {formatDuration(step.startUs)}, took {formatDuration(step.tookUs)}
        </span>
      </p>
      {step.notes.length === 0 ? (
        <p className="rounded-lg border border-dashed border-border px-3 py-2.5 text-sm text-muted-foreground">
          It changed nothing.
        </p>
      ) : (
        <dl className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
          {numbered(step.notes).map(({ key, item }) => (
            <Note key={key} note={item} />
          ))}
        </dl>
      )}
    </section>
  );
}

function Note({ note }: Readonly<{ note: TraceNote }>) {
  return (
    <div className="grid gap-x-3 gap-y-1 px-3 py-2 text-xs xl:grid-cols-[11rem_minmax(0,1fr)]">
      <dt className="text-muted-foreground wrap-anywhere">{note.label}</dt>
      <dd className="min-w-0 font-mono">
        {numbered(diffOf(note)).map(({ key, item: { sign, text } }) => {
          const Tag = sign === '+' ? 'ins' : sign === '−' ? 'del' : 'span';
          return (
            <Tag
              key={key}
              className={cn(
                'block whitespace-pre-wrap no-underline wrap-anywhere',
                sign === '+' && 'text-success',
                sign === '−' && 'text-destructive',
              )}
            >
              {sign === ' ' ? text : `${sign} ${text}`}
            </Tag>
          );
        })}
      </dd>
    </div>
  );
}

/** Notes and lines of a trace never change, and may be the same twice: their place is their name. */
const numbered = <T,>(items: readonly T[]): { readonly key: string; readonly item: T }[] =>
  items.map((item, index) => ({ key: String(index), item }));
