'use client';

import { useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/cn';
import { MethodBadge } from '@/components/ui/method-badge';
import type { DefinitionChange, DefinitionDiff } from '@/lib/contract/deployment';
import { type DiffLine, diffLines, foldUnchanged, readable } from './diff-lines';
import { fieldLabel, fieldValue, isDefault } from './field-label';

const KINDS = {
  added: { label: 'Added', variant: 'success' },
  removed: { label: 'Removed', variant: 'destructive' },
  changed: { label: 'Changed', variant: 'info' },
} as const;

/** "2 added, 1 changed". */
export function summarizeDiff(diff: DefinitionDiff): string {
  const count = (kind: DefinitionChange['kind']) => diff.changes.filter((change) => change.kind === kind).length;
  const parts = [
    [count('added'), 'added'],
    [count('changed'), 'changed'],
    [count('removed'), 'removed'],
  ] as const;
  return (
    parts
      .filter(([n]) => n > 0)
      .map(([n, word]) => `${n} ${word}`)
      .join(', ') || 'no changes'
  );
}

/** What differs, place by place and field by field. */
export function DefinitionDiffView({
  diff,
  compact = false,
}: Readonly<{
  diff: DefinitionDiff;
  /** Names the fields without their values. */
  compact?: boolean;
}>) {
  return (
    <ul aria-label="Changes" className={cn('flex flex-col', compact ? 'gap-1.5' : 'gap-3')}>
      {diff.changes.map((change) => (
        <li key={`${change.kind} ${change.place}`}>
          {compact ? <CompactChange change={change} /> : <FullChange change={change} />}
        </li>
      ))}
    </ul>
  );
}

function CompactChange({ change }: Readonly<{ change: DefinitionChange }>) {
  return (
    <div className="flex min-w-0 items-baseline gap-2 text-sm">
      <KindBadge kind={change.kind} />
      <Place place={change.place} />
      {change.kind === 'changed' && change.fields.length > 0 ? (
        <span className="min-w-0 truncate text-xs text-muted-foreground">
          {change.fields.map((field) => fieldLabel(field.name)).join(', ')}
        </span>
      ) : null}
    </div>
  );
}

function FullChange({ change }: Readonly<{ change: DefinitionChange }>) {
  const fields =
    change.kind === 'changed'
      ? change.fields
      : change.fields.filter((field) => !isDefault(field.name, field.before ?? field.after));
  return (
    <article className="overflow-hidden rounded-lg border border-border bg-card">
      <header className="flex min-w-0 items-center gap-2 px-3 py-2">
        <KindBadge kind={change.kind} />
        <Place place={change.place} />
      </header>
      {fields.length > 0 ? (
        <dl className="divide-y divide-border border-t border-border">
          {fields.map((field) => (
            <div key={field.name} className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]">
              <dt className="text-xs text-muted-foreground wrap-anywhere sm:py-0.5" title={field.name}>
                {fieldLabel(field.name)}
              </dt>
              <dd className="min-w-0">
                <TextDiff before={fieldValue(field.name, field.before)} after={fieldValue(field.name, field.after)} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </article>
  );
}

/** Line by line, with what is unchanged folded away. */
export function TextDiff({ before, after }: Readonly<{ before: string | null; after: string | null }>) {
  const blocks = foldUnchanged(diffLines(...readable(before, after)));
  return (
    <div className="overflow-x-auto rounded-md font-mono text-xs leading-5">
      {blocks.map((block, index) =>
        block.kind === 'folded' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field's blocks are never reordered
          <FoldedLines key={index} lines={block.lines} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field's blocks are never reordered
          <DiffLines key={index} lines={block.lines} />
        ),
      )}
    </div>
  );
}

function FoldedLines({ lines }: Readonly<{ lines: readonly DiffLine[] }>) {
  const [open, setOpen] = useState(false);
  if (open) return <DiffLines lines={lines} />;
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="my-0.5 block w-full rounded-sm bg-muted px-1.5 text-left font-sans text-muted-foreground hover:text-foreground"
    >
      Show {lines.length} unchanged lines
    </button>
  );
}

function DiffLines({ lines }: Readonly<{ lines: readonly DiffLine[] }>) {
  return (
    <pre className="font-mono whitespace-pre-wrap wrap-anywhere">
      {lines.map((line, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and no state
          key={index}
          className={cn(
            'block px-1.5',
            line.kind === 'added' && 'bg-success/10 text-success',
            line.kind === 'removed' && 'bg-destructive/10 text-destructive',
          )}
        >
          <span aria-hidden="true" className="inline-block w-3.5 select-none opacity-70">
            {{ added: '+', removed: '−', same: '' }[line.kind]}
          </span>
          {line.kind === 'same' ? null : <span className="sr-only">{line.kind === 'added' ? 'now ' : 'before '}</span>}
          {line.text || (line.kind === 'same' ? '' : <span className="italic opacity-70">empty</span>)}
        </span>
      ))}
    </pre>
  );
}

function KindBadge({ kind }: Readonly<{ kind: DefinitionChange['kind'] }>) {
  return (
    <Badge variant={KINDS[kind].variant} className="w-17 justify-center self-center">
      {KINDS[kind].label}
    </Badge>
  );
}

/** "GET /pets/{petId}" with its badge; other places as they are. */
export function Place({ place }: Readonly<{ place: string }>) {
  const method = place.match(/^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (\/\S*)(.*)$/);
  if (!method) return <span className="min-w-0 truncate text-sm font-medium">{place}</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <MethodBadge method={method[1] ?? ''} size="sm" />
      <span className="min-w-0 truncate font-mono text-xs">{method[2]}</span>
      {method[3] ? <span className="truncate text-xs text-muted-foreground">{method[3]}</span> : null}
    </span>
  );
}
