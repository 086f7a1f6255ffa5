'use client';

import { Activity, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DangerAction, DangerZone } from '@/components/form/shells';
import { PageBody } from '@/components/layout/page-body';
import { DeleteStageDialog } from '@/components/stage/delete-stage-dialog';
import { InvokeUrls } from '@/components/stage/invoke-urls';
import { PrivateInvokeUrls } from '@/components/stage/private-invoke-urls';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/fetcher';
import { useCan } from '@/lib/client/member';
import { useRestApi } from '@/lib/client/rest-apis';
import { routes } from '@/lib/client/routes';
import { useStage } from '@/lib/client/stages';
import type { StageDetail } from '@/lib/contract/stage';
import { CacheCard } from './cache-card';
import { CanaryRelease, NoCanaryCard } from './canary-card';
import { DeploymentCard } from './deployment-card';
import { LoggingCard } from './logging-card';
import { OverridesCard } from './overrides-card';
import { ThrottleCard } from './throttle-card';
import { TracingCard } from './tracing-card';
import { VariablesCard } from './variables-card';

export function StageEditor({ apiId, stageName }: Readonly<{ apiId: string; stageName: string }>) {
  const { data: stage, error, refetch, isFetching } = useStage(apiId, stageName);
  const { data: api } = useRestApi(apiId);
  const isPrivate = api?.endpointType === 'PRIVATE';
  const mayWrite = useCan('rest-api:deploy');
  if (!stage) {
    if (!error) return <StageSkeleton />;
    return (
      <ErrorState
        title={`Stage ${stageName} could not be loaded`}
        description={error.message}
        requestId={error instanceof ApiError ? error.requestId : null}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
    );
  }
  const card = { apiId, stage, readOnly: !mayWrite };
  return (
    <PageBody className="mx-0">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex min-w-0 flex-col gap-0.5">
          <h2 className="flex min-w-0 items-center gap-2 text-lg font-semibold tracking-tight">
            <span className="truncate">{stage.name}</span>
            {stage.behind ? <Badge variant="warning">behind the working copy</Badge> : null}
          </h2>
          <p className="text-sm text-muted-foreground">
            Serves deployment #{stage.deploymentNumber}, made <RelativeTime at={stage.deployedAt} />
            {stage.canary
              ? `; its canary gives #${stage.canary.deploymentNumber} to ${stage.canary.percentTraffic} % of the requests`
              : null}
          </p>
        </div>
        <Button variant="outline" render={<Link href={routes.api(apiId).dashboard({ stage: stage.name })} />}>
          <Activity aria-hidden="true" /> Dashboard
        </Button>
      </header>
      {stage.canary ? <CanaryRelease {...card} canary={stage.canary} /> : null}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5 max-lg:order-2">
          <DeploymentCard {...card} />
          {stage.canary ? null : <NoCanaryCard {...card} />}
          <VariablesCard {...card} />
          <ThrottleCard {...card} />
          <CacheCard {...card} />
          <OverridesCard {...card} />
          <LoggingCard {...card} />
          <TracingCard {...card} />
          {mayWrite ? <DeleteZone apiId={apiId} stage={stage} /> : null}
        </div>
        <aside className="flex min-w-0 flex-col gap-5 lg:sticky lg:top-17">
          <Card>
            <CardHeader>
              <CardTitle>Invoke</CardTitle>
              <CardDescription>
                {isPrivate ? 'At VPC endpoints only.' : 'Both URLs reach the same stage.'}
              </CardDescription>
            </CardHeader>
            <CardContent>
              {api && isPrivate ? <PrivateInvokeUrls api={api} stage={stage} /> : <InvokeUrls stage={stage} />}
            </CardContent>
          </Card>
          <UsersOf stage={stage} />
        </aside>
      </div>
    </PageBody>
  );
}

/** Who would notice: plans that sell it and products that show it. */
function UsersOf({ stage }: Readonly<{ stage: StageDetail }>) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Used by</CardTitle>
        <CardDescription>Methods that require an API key open to the keys of these plans.</CardDescription>
      </CardHeader>
      <CardContent>
        {stage.usagePlans.length + stage.products.length === 0 ? (
          <p className="text-sm text-muted-foreground">
            No usage plan has this stage.{' '}
            <Link href={routes.plans()} className="rounded-sm text-info underline underline-offset-4">
              Add it to one
            </Link>{' '}
            to give out keys.
          </p>
        ) : (
          <ul className="flex flex-col gap-1.5 text-sm">
            {stage.usagePlans.map((plan) => (
              <li key={plan.id} className="flex items-center justify-between gap-2">
                <Link href={routes.plan(plan.id)} className="truncate rounded-sm underline-offset-4 hover:underline">
                  {plan.name}
                </Link>
                <span className="text-xs text-muted-foreground">Usage plan</span>
              </li>
            ))}
            {stage.products.map((product) => (
              <li key={product.id} className="flex items-center justify-between gap-2">
                <Link href={routes.products()} className="truncate rounded-sm underline-offset-4 hover:underline">
                  {product.title}
                </Link>
                <span className="text-xs text-muted-foreground">Portal product</span>
              </li>
            ))}
          </ul>
        )}
      </CardContent>
    </Card>
  );
}

function DeleteZone({ apiId, stage }: Readonly<{ apiId: string; stage: StageDetail }>) {
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <DangerZone>
        <DangerAction
          title="Delete stage"
          description="Its URL stops answering at once. Deployments stay."
          action={
            <Button variant="destructive" onClick={() => setDeleting(true)}>
              <Trash2 /> Delete stage
            </Button>
          }
        />
      </DangerZone>
      <DeleteStageDialog
        apiId={apiId}
        stageName={stage.name}
        open={deleting}
        onOpenChange={setDeleting}
        onDeleted={() => router.push(routes.api(apiId).stages())}
      />
    </>
  );
}

function StageSkeleton() {
  return (
    <PageBody aria-hidden="true" className="mx-0">
      <Skeleton className="h-10 w-64" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex flex-col gap-5">
          <Skeleton className="h-40" />
          <Skeleton className="h-40" />
          <Skeleton className="h-56" />
        </div>
        <Skeleton className="h-44" />
      </div>
    </PageBody>
  );
}
