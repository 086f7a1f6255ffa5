'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { DangerAction, DangerZone } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { Stat, StatGroup } from '@/components/ui/stat';
import { countText } from '@/components/usage-plan/limit-text';
import { removeDemoAction } from '@/lib/actions/demo';
import { useDemoData } from '@/lib/client/demo';
import { useCan } from '@/lib/client/member';
import type { DemoData } from '@/lib/contract/demo';

export function DemoDataPage() {
  const client = useQueryClient();
  const mayRemove = useCan('demo:remove');
  const demo = useDemoData();
  const [asking, setAsking] = useState(false);
  const remove = useAction(removeDemoAction, {
    success: 'The demo data is gone.',
    // It was part of nearly every list.
    onSuccess: () => client.invalidateQueries(),
  });

  return (
    <>
      <PageBreadcrumbs items={[{ label: 'Settings' }, { label: 'Demo data' }]} />
      {demo.isError && !demo.data ? (
        <Card>
          <QueryError title="The demo data could not be loaded" query={demo} />
        </Card>
      ) : !demo.data ? (
        <Skeleton className="h-40" />
      ) : isEmpty(demo.data) ? (
        <Card>
          <EmptyState
            icon={<FlaskConical />}
            title="No demo data"
            description="Everything in this account was made by its members and consumers. “npm run demo” on an empty installation brings demo data."
          />
        </Card>
      ) : (
        <>
          <p className="max-w-prose text-sm text-muted-foreground">
            This account was filled by “npm run demo”: made-up APIs with a day of back-filled metrics and steady
            synthetic traffic. Each of these things is marked “Demo” where it is listed.
          </p>
          <StatGroup className="md:grid-cols-6">
            <Stat label="APIs" value={demo.data.restApis} />
            <Stat label="Functions" value={demo.data.functions} />
            <Stat label="API keys" value={demo.data.apiKeys} />
            <Stat label="Usage plans" value={demo.data.usagePlans} />
            <Stat label="Products" value={demo.data.products} />
            <Stat label="People" value={demo.data.people} />
          </StatGroup>
          <DangerZone title="Remove demo data">
            <DangerAction
              title="Remove all demo data"
              description={
                mayRemove
                  ? 'What you made yourself stays, unless it is part of a demo API or plan.'
                  : 'Only owners can remove it.'
              }
              action={
                <Button variant="destructive" disabled={!mayRemove} onClick={() => setAsking(true)}>
                  <Trash2 /> Remove demo data
                </Button>
              }
            />
          </DangerZone>
          <ConfirmDialog
            open={asking}
            onOpenChange={setAsking}
            title="Remove all demo data?"
            description="This can’t be undone."
            losses={losses(demo.data)}
            confirmLabel="Remove demo data"
            onConfirm={async () => (await remove.run(undefined)) !== null}
          />
        </>
      )}
    </>
  );
}

const isEmpty = (demo: DemoData) => Object.values(demo).every((count) => count === 0);

function losses(demo: DemoData): string[] {
  return [
    ...(demo.restApis > 0
      ? [`${countText(demo.restApis, 'API')} with their stages, deployments and metrics; they stop answering at once.`]
      : []),
    ...(demo.functions > 0 ? [`${countText(demo.functions, 'function')} with their code and logs.`] : []),
    ...(demo.apiKeys > 0 ? [`${countText(demo.apiKeys, 'API key')} with their usage.`] : []),
    ...(demo.usagePlans > 0 ? [`${countText(demo.usagePlans, 'usage plan')} with their limits.`] : []),
    ...(demo.products > 0 ? [`${countText(demo.products, 'product')} in the portal, with their subscriptions.`] : []),
    ...(demo.people > 0
      ? [
          `The sign-ins of ${countText(demo.people, 'made-up person', 'made-up people')}. You stay, even if you are one of them.`,
        ]
      : []),
  ];
}
