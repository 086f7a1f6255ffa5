'use client';

import Link from 'next/link';
import { traceAsTestCase } from '@/components/trace/copy-as';
import { Alert } from '@/components/ui/alert';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { routes } from '@/lib/client/routes';
import { useTrace } from '@/lib/client/traces';
import type { MethodDetail } from '@/lib/contract/method';
import { TestInvoke } from './test-invoke';

/** What the gateway puts where a secret was. */
const MASK = '********';

/** The test panel with a traced request in it. */
export function TestOfTrace({
  apiId,
  method,
  traceId,
}: Readonly<{ apiId: string; method: MethodDetail; traceId: string }>) {
  const trace = useTrace(apiId, traceId);
  if (!trace.data) {
    return trace.isError ? (
      <QueryError title="The trace could not be loaded" query={trace} />
    ) : (
      <Skeleton className="h-64" />
    );
  }
  const { request, stageName, resourceId, methodKey } = trace.data;
  // Another method was opened since.
  if (resourceId !== method.resourceId || methodKey !== method.httpMethod) {
    return <TestInvoke apiId={apiId} method={method} />;
  }
  const test = traceAsTestCase(trace.data);
  return (
    <div className="flex flex-col gap-4">
      <Alert title="Filled in from a trace">
        {JSON.stringify(test).includes(MASK) ? `Secrets were masked: fill in what reads ${MASK}. ` : ''}
        {request.isBodyCut ? 'Only the beginning of the body was kept. ' : ''}
        <Link
          href={routes.api(apiId).trace(traceId)}
          className="font-medium text-foreground underline underline-offset-4"
        >
          Back to the trace
        </Link>
      </Alert>
      <TestInvoke apiId={apiId} method={method} initial={{ ...test, stageName }} />
    </div>
  );
}
