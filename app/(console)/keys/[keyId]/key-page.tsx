'use client';

import { RotateCw, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { KeyEnabledSwitch } from '@/components/api-key/key-enabled-switch';
import { DemoBadge, KeyStatus } from '@/components/api-key/key-facts';
import { type KeyOverlay, KeyOverlays } from '@/components/api-key/key-overlays';
import { KeySecret } from '@/components/api-key/reveal-key-dialog';
import { AuditList } from '@/components/audit/audit-list';
import { DangerAction, DangerZone } from '@/components/form/shells';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { PageHeader, SectionHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import { useApiKey } from '@/lib/client/api-keys';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import type { ApiKeySummary } from '@/lib/contract/api-key';
import { keyAuditFilter } from './audit-filter';
import { KeyDetailsForm } from './key-details-form';
import { KeyPlans } from './key-plans';
import { KeyUsageSection } from './key-usage';
import { OldValues } from './old-values';

export function KeyPage({ apiKeyId }: Readonly<{ apiKeyId: string }>) {
  const key = useApiKey(apiKeyId);
  if (key.data) return <LoadedKey apiKey={key.data} />;
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'API keys', href: routes.keys() }, { label: apiKeyId }]} />
      {key.isError ? (
        <QueryError title="The key could not be loaded" query={key} />
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </PageBody>
  );
}

function LoadedKey({ apiKey }: Readonly<{ apiKey: ApiKeySummary }>) {
  const router = useRouter();
  const mayWrite = useCan('api-key:write');
  const mayReveal = useCan('api-key:reveal');
  const [overlay, setOverlay] = useState<KeyOverlay | null>(null);

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'API keys', href: routes.keys() }, { label: apiKey.name }]} />
      <PageHeader
        title={apiKey.name}
        badges={
          <>
            <KeyStatus apiKey={apiKey} />
            <DemoBadge demo={apiKey.demo} />
          </>
        }
        description={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="flex items-center gap-0.5">
              <code className="font-mono text-xs">{apiKey.id}</code>
              <CopyButton value={apiKey.id} label="Copy key id" size="icon-xs" />
            </span>
            <span>
              created <RelativeTime at={apiKey.createdAt} />
            </span>
            {apiKey.consumerEmail ? <span>of {apiKey.consumerEmail}</span> : null}
          </span>
        }
        actions={
          mayWrite ? (
            <>
              {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch is inside and names itself */}
              <label className="mr-2 flex items-center gap-2 text-sm">
                Enabled
                <KeyEnabledSwitch apiKey={apiKey} />
              </label>
              {apiKey.rotatedFromId ? null : (
                <Button variant="outline" onClick={() => setOverlay({ kind: 'rotate', apiKey })}>
                  <RotateCw /> Rotate
                </Button>
              )}
            </>
          ) : null
        }
      />
      {apiKey.rotatedFromId ? (
        <Alert
          variant="warning"
          title="The old value of a rotated key"
          action={
            <Button variant="outline" size="sm" render={<Link href={routes.key(apiKey.rotatedFromId)} />}>
              Open the key
            </Button>
          }
        >
          {apiKey.expiresAt ? (
            <>
              It works until <RelativeTime at={apiKey.expiresAt} /> and counts as the key it came from.
            </>
          ) : (
            'It counts as the key it came from.'
          )}
        </Alert>
      ) : null}
      <div className="grid gap-4 lg:grid-cols-2">
        <Card>
          <CardHeader>
            <CardTitle>Value</CardTitle>
            <CardDescription>
              {mayReveal
                ? 'Sent by callers in the x-api-key header. Each time it is revealed is written to the audit log.'
                : 'Sent by callers in the x-api-key header. Admins and owners can reveal it.'}
            </CardDescription>
          </CardHeader>
          <CardContent className="flex flex-col gap-3">
            {mayReveal ? (
              <KeySecret apiKey={apiKey} />
            ) : (
              <code className="font-mono text-xs text-muted-foreground">••••••••••••••••{apiKey.valueHint}</code>
            )}
            <OldValues apiKey={apiKey} onEnd={(old) => setOverlay({ kind: 'delete', apiKey: old })} />
          </CardContent>
        </Card>
        <KeyPlans apiKey={apiKey} />
      </div>
      <KeyUsageSection apiKey={apiKey} />
      <KeyDetailsForm apiKey={apiKey} />
      <section aria-label="Changes" className="flex flex-col gap-3">
        <SectionHeader title="Changes" description="Who did what to this key." />
        <AuditList filter={keyAuditFilter(apiKey.id)} emptyText="Nothing has been changed since the log began." />
      </section>
      {mayWrite ? (
        <DangerZone>
          <DangerAction
            title={apiKey.rotatedFromId ? 'End this old value' : 'Delete this key'}
            description="Calls with it answer 403 within a second. Its value can’t be had again."
            action={
              <Button variant="destructive" onClick={() => setOverlay({ kind: 'delete', apiKey })}>
                <Trash2 /> {apiKey.rotatedFromId ? 'End old value' : 'Delete key'}
              </Button>
            }
          />
        </DangerZone>
      ) : null}
      <KeyOverlays
        overlay={overlay}
        onClose={() => setOverlay(null)}
        onDeleted={(deleted) => {
          // An old value ends on its key's page: the key is still there to look at.
          if (deleted.id !== apiKey.id) return;
          router.push(deleted.rotatedFromId ? routes.key(deleted.rotatedFromId) : routes.keys());
        }}
      />
    </PageBody>
  );
}
