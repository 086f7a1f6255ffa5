'use client';

import { ArrowRight, GitCompareArrows, History } from 'lucide-react';
import { useState } from 'react';
import { DefinitionDiffView, summarizeDiff } from '@/components/deployment/definition-diff';
import { DeploymentSelect } from '@/components/deployment/deployment-select';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import {
  Sheet,
  SheetBody,
  SheetContent,
  SheetDescription,
  SheetFooter,
  SheetHeader,
  SheetTitle,
} from '@/components/ui/sheet';
import { Skeleton } from '@/components/ui/skeleton';
import { useDefinitionDiff, useDeployments } from '@/lib/client/deployments';
import { ApiError } from '@/lib/client/fetcher';
import { type DeploymentSummary, WORKING_COPY } from '@/lib/contract/deployment';

/** Nobody in particular for the working copy: it is everyone's. */
function WhoAndWhen({ deployment }: Readonly<{ deployment: DeploymentSummary | undefined }>) {
  return (
    <p className="min-w-0 truncate text-xs text-muted-foreground">
      {deployment ? (
        <>
          {deployment.createdByName}, <RelativeTime at={deployment.createdAt} />
        </>
      ) : (
        'As it is now'
      )}
    </p>
  );
}

interface Sides {
  from: string;
  to: string;
}

/** Any two deployments, or one and the working copy; which ones is in the URL. */
export function CompareSheet({
  apiId,
  from,
  to,
  onChange,
  onClose,
  onRollBack,
}: Readonly<{
  apiId: string;
  from: string | null;
  to: string | null;
  onChange: (sides: Partial<Sides>) => void;
  onClose: () => void;
  onRollBack?: (deploymentId: string) => void;
}>) {
  const open = from !== null && to !== null;
  // What was shown stays while the sheet slides out.
  const [shown, setShown] = useState<Sides | null>(null);
  if (open && (shown?.from !== from || shown.to !== to)) setShown({ from, to });
  return (
    <Sheet open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <SheetContent size="xl">
        {shown ? (
          <Comparison apiId={apiId} {...shown} onChange={onChange} onClose={onClose} onRollBack={onRollBack} />
        ) : null}
      </SheetContent>
    </Sheet>
  );
}

function Comparison({
  apiId,
  from,
  to,
  onChange,
  onClose,
  onRollBack,
}: Readonly<
  Sides & {
    apiId: string;
    onChange: (sides: Partial<Sides>) => void;
    onClose: () => void;
    onRollBack?: (deploymentId: string) => void;
  }
>) {
  const { data: diff, error, refetch, isFetching } = useDefinitionDiff(apiId, from, to);
  const { data: deployments } = useDeployments(apiId);
  const older = deployments?.find((deployment) => deployment.id === from);
  return (
    <>
      <SheetHeader>
        <SheetTitle>What changed</SheetTitle>
        <SheetDescription>{diff ? summarizeDiff(diff) : 'Comparing…'}</SheetDescription>
      </SheetHeader>
      <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-x-2 gap-y-1 border-b border-border px-5 py-3">
        <DeploymentSelect
          apiId={apiId}
          withWorkingCopy
          aria-label="From"
          value={from}
          onValueChange={(next) => onChange({ from: next })}
        />
        <ArrowRight aria-hidden="true" className="size-4 text-muted-foreground" />
        <DeploymentSelect
          apiId={apiId}
          withWorkingCopy
          aria-label="To"
          value={to}
          onValueChange={(next) => onChange({ to: next })}
        />
        <WhoAndWhen deployment={older} />
        <span />
        <WhoAndWhen deployment={deployments?.find((deployment) => deployment.id === to)} />
      </div>
      <SheetBody>
        {diff && diff.changes.length > 0 ? <DefinitionDiffView diff={diff} /> : null}
        {diff && diff.changes.length === 0 ? (
          <EmptyState
            icon={<GitCompareArrows />}
            title="No difference"
            description={`${diff.from} and ${diff.to === 'Working copy' ? 'the working copy' : diff.to} hold the same definition.`}
          />
        ) : null}
        {!diff && error ? (
          <ErrorState
            size="sm"
            title="They could not be compared"
            description={error.message}
            requestId={error instanceof ApiError ? error.requestId : null}
            onRetry={() => void refetch()}
            retrying={isFetching}
          />
        ) : null}
        {diff || error ? null : (
          <div aria-hidden="true" className="flex flex-col gap-3">
            <Skeleton className="h-24" />
            <Skeleton className="h-24" />
          </div>
        )}
      </SheetBody>
      <SheetFooter>
        <Button variant="outline" onClick={onClose}>
          Close
        </Button>
        {onRollBack && older && from !== WORKING_COPY ? (
          <Button onClick={() => onRollBack(older.id)}>
            <History /> Roll back to #{older.number}
          </Button>
        ) : null}
      </SheetFooter>
    </>
  );
}
