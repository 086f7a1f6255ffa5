'use client';

import { ChevronRight } from 'lucide-react';
import { ExplanationNote } from '@/components/trace/explanation';
import { formatDuration, toWaterfall, type WaterfallRow } from '@/components/trace/waterfall';
import { Badge, type BadgeVariant } from '@/components/ui/badge';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { SectionHeader } from '@/components/ui/page-header';
import type { TestInvokeResult } from '@/lib/contract/method';
import { prettyBody } from './test-request';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function TestResult({ result }: Readonly<{ result: TestInvokeResult }>) {
  const body = prettyBody(result.body);
  const bytes = new TextEncoder().encode(result.body).length;
  return (
    <div className="flex flex-col gap-5">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge variant={toneOf(result.status)} className="h-6 px-2 font-mono text-sm">
          {result.status} {REASONS[result.status] ?? ''}
        </Badge>
        <span className="tabular">
          <span className="text-muted-foreground">Latency </span>
          {formatDuration(result.latencyMs * 1000)}
        </span>
        <span className="tabular">
          <span className="text-muted-foreground">Body </span>
          {formatBytes(bytes)}
        </span>
      </p>

      {result.explanation ? <ExplanationNote explanation={result.explanation} /> : null}

      <section className="flex flex-col gap-2">
        <SectionHeader
          title="Body"
          actions={
            result.bodyTruncated || result.isBase64Encoded ? (
              <span className="text-xs text-muted-foreground">
                {[result.isBase64Encoded ? 'binary, shown as base64' : '', result.bodyTruncated ? 'truncated' : '']
                  .filter(Boolean)
                  .join(', ')}
              </span>
            ) : null
          }
        />
        {result.body === '' ? (
          <p className="rounded-lg border border-dashed border-border px-3 py-2.5 text-sm text-muted-foreground">
            The answer has no body.
          </p>
        ) : (
          <CodeBlock
            code={body.text}
            copyValue={result.body}
            copyLabel="Copy body"
            language={body.json ? 'json' : 'text'}
            maxHeight="24rem"
            wrap={!body.json}
          />
        )}
      </section>

      <section className="flex flex-col gap-2">
        <SectionHeader
          title="Headers"
          actions={
            <CopyButton
              value={result.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}
              label="Copy headers"
            />
          }
        />
        <dl className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
          {result.headers.map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice
            <div key={index} className="grid gap-x-3 px-3 py-1.5 font-mono text-xs sm:grid-cols-[12rem_minmax(0,1fr)]">
              <dt className="truncate text-muted-foreground">{name}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </section>

      <section className="flex flex-col gap-2">
        <SectionHeader title="Steps" description="What the gateway did, in order. Open one to see what it changed." />
        <ol className="divide-y divide-border overflow-hidden rounded-lg border border-border bg-card">
          {toWaterfall(result.steps).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes
            <li key={index}>
              <Step row={row} />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Step({ row }: Readonly<{ row: WaterfallRow }>) {
  const line = (
    <>
      <ChevronRight
        aria-hidden="true"
        className={
          row.notes.length > 0
            ? 'size-3.5 shrink-0 text-muted-foreground transition-transform group-open/step:rotate-90'
            : 'invisible size-3.5 shrink-0'
        }
      />
      <span className="w-44 shrink-0 truncate font-mono text-xs max-sm:w-32">{row.name}</span>
      <span aria-hidden="true" className="relative h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-muted">
        <span
          className="absolute inset-y-0 min-w-0.5 rounded-full bg-chart-1"
          style={{ left: `${row.offset}%`, width: `${row.width}%` }}
        />
      </span>
      <span className="tabular w-16 shrink-0 text-right text-xs text-muted-foreground">
        {formatDuration(row.tookUs)}
      </span>
    </>
  );
  if (row.notes.length === 0) return <div className="flex items-center gap-2 px-3 py-1.5">{line}</div>;
  return (
    <details className="group/step">
      <summary className="flex list-none items-center gap-2 px-3 py-1.5 hover:bg-muted/60 focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        {line}
      </summary>
      <dl className="flex flex-col gap-2 border-t border-border bg-muted/30 px-3 py-2.5 pl-8.5">
        {row.notes.map((note, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes
          <div key={index} className="grid gap-x-3 gap-y-0.5 text-xs sm:grid-cols-[11rem_minmax(0,1fr)]">
            <dt className="text-muted-foreground wrap-anywhere">{note.label}</dt>
            <dd className="min-w-0 font-mono wrap-anywhere whitespace-pre-wrap">
              {note.before !== undefined && note.after !== undefined ? (
                <>
                  <del className="block text-destructive no-underline">− {note.before}</del>
                  <ins className="block text-success no-underline">+ {note.after}</ins>
                </>
              ) : (
                (note.after ?? note.before ?? '')
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function toneOf(status: number): BadgeVariant {
  if (status >= 500) return 'destructive';
  if (status >= 400) return 'warning';
  return status >= 300 ? 'info' : 'success';
}

function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
