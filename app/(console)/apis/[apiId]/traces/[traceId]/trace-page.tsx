'use client';

import { ArrowLeft, FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { PageBody } from '@/components/layout/page-body';
import { pairsOf, traceAsCurl, traceAsLambdaEvent, traceAsTestCase } from '@/components/trace/copy-as';
import { ExplanationNote } from '@/components/trace/explanation';
import { StatusBadge } from '@/components/trace/status-badge';
import { Timeline } from '@/components/trace/timeline';
import { formatDuration } from '@/components/trace/waterfall';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { MethodBadge } from '@/components/ui/method-badge';
import { SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import { useTrace } from '@/lib/client/traces';
import type { TraceDetail } from '@/lib/contract/trace';

export function TracePage({ apiId, traceId }: Readonly<{ apiId: string; traceId: string }>) {
  const trace = useTrace(apiId, traceId);
  return (
    <PageBody width="full">
      <div>
        <Button variant="ghost" size="sm" render={<Link href={routes.api(apiId).traces()} />}>
          <ArrowLeft aria-hidden="true" /> Traces
        </Button>
      </div>
      {trace.data ? (
        <Trace trace={trace.data} />
      ) : trace.isError ? (
        <Card>
          <QueryError title="The trace could not be loaded" query={trace} />
        </Card>
      ) : (
        <TraceSkeleton />
      )}
    </PageBody>
  );
}

/** The test panel of the request's method, filled in. */
const testHref = ({ id, restApiId, resourceId, methodKey }: TraceDetail): string =>
  routes.api(restApiId).resources({ resource: resourceId, method: methodKey, tab: 'test', trace: id });

function Trace({ trace }: Readonly<{ trace: TraceDetail }>) {
  const mayTest = useCan('rest-api:test');
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-1.5">
          <h2 className="flex min-w-0 flex-wrap items-center gap-2 text-lg font-semibold tracking-tight">
            <MethodBadge method={trace.method} />
            <span className="min-w-0 font-mono text-base wrap-anywhere">{trace.path}</span>
            <StatusBadge status={trace.status} />
            {trace.isCanary ? <Badge variant="outline">canary</Badge> : null}
          </h2>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted-foreground">
            <span>
              Stage {trace.stageName}, <RelativeTime at={trace.startedAt} />,{' '}
              <span className="tabular">{formatDuration(trace.latencyUs)}</span>
            </span>
            <span className="flex items-center gap-1 font-mono wrap-anywhere">
              {trace.requestId}
              <CopyButton value={trace.requestId} label="Copy request id" size="icon-xs" />
            </span>
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <CopyButton variant="outline" size="sm" value={() => traceAsCurl(trace)}>
            As curl
          </CopyButton>
          <CopyButton variant="outline" size="sm" value={() => traceAsLambdaEvent(trace)}>
            As Lambda event
          </CopyButton>
          {trace.resourceId ? (
            <>
              <CopyButton variant="outline" size="sm" value={() => JSON.stringify(traceAsTestCase(trace), null, 2)}>
                As test case
              </CopyButton>
              {mayTest ? (
                <Button size="sm" render={<Link href={testHref(trace)} />}>
                  <FlaskConical aria-hidden="true" /> Test again
                </Button>
              ) : null}
            </>
          ) : null}
        </div>
      </header>
      {trace.explanation ? <ExplanationNote explanation={trace.explanation} /> : null}
      <section className="flex flex-col gap-3">
        <SectionHeader title="Steps" description="What the gateway did, in order. Arrow keys step through." />
        <Timeline steps={trace.steps} />
      </section>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Message title="Request" message={trace.request} />
        <Message title="Response" message={trace.response} />
      </div>
    </>
  );
}

function Message({ title, message }: Readonly<{ title: string; message: TraceDetail['response'] }>) {
  const { headers, body, bodyBytes, isBodyCut } = message;
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2">
      <SectionHeader title={title} />
      <CodeBlock
        code={pairsOf(headers)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}
        title="Headers"
        copyLabel={`Copy ${title.toLowerCase()} headers`}
        maxHeight="16rem"
        wrap
      />
      {body === '' ? (
        <p className="rounded-lg border border-dashed border-border px-3 py-2.5 text-sm text-muted-foreground">
          {bodyBytes === 0 ? 'No body was seen.' : `A body of ${bodyBytes} bytes.`}
        </p>
      ) : (
        <CodeBlock
          code={body}
          title={isBodyCut ? `Body, the beginning of ${bodyBytes} bytes` : 'Body'}
          copyLabel={`Copy ${title.toLowerCase()} body`}
          maxHeight="20rem"
          wrap
        />
      )}
    </section>
  );
}

function TraceSkeleton() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-4">
      <Skeleton className="h-8 w-72" />
      <Skeleton className="h-64" />
      <Skeleton className="h-40" />
    </div>
  );
}
