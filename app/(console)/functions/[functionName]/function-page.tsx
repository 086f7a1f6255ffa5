'use client';

import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { Badge } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { PageHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { useFunction } from '@/lib/client/functions';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import type { FunctionDetail } from '@/lib/contract/function';
import { CodeTab } from './code-tab';
import { ConfigurationTab } from './configuration-tab';
import { LogTab } from './log-tab';
import { PermissionsTab } from './permissions-tab';
import { TestTab } from './test-tab';
import { VersionsTab } from './versions-tab';

const LOCAL_TABS = ['code', 'test', 'configuration', 'versions', 'permissions', 'logs'] as const;
const REMOTE_TABS = ['configuration', 'test', 'permissions'] as const;
type Tab = (typeof LOCAL_TABS)[number];

const LABELS: Readonly<Record<Tab, string>> = {
  code: 'Code',
  test: 'Test',
  configuration: 'Configuration',
  versions: 'Versions & aliases',
  permissions: 'Permissions',
  logs: 'Logs',
};

export function FunctionPage({ functionName }: Readonly<{ functionName: string }>) {
  const detail = useFunction(functionName);
  if (detail.data) return <LoadedFunction detail={detail.data} />;
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Functions', href: routes.functions() }, { label: functionName }]} />
      {detail.isError ? (
        <QueryError title="The function could not be loaded" query={detail} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </PageBody>
  );
}

function LoadedFunction({ detail }: Readonly<{ detail: FunctionDetail }>) {
  const [chosen, setTab] = useQueryState('tab', parseAsStringLiteral(LOCAL_TABS));
  const mayTest = useCan('function:invoke');
  const all: readonly Tab[] = detail.kind === 'local' ? LOCAL_TABS : REMOTE_TABS;
  const tabs = all.filter((tab) => tab !== 'test' || mayTest);
  const first = tabs[0] ?? 'configuration';
  const tab = chosen !== null && tabs.includes(chosen) ? chosen : first;

  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'Functions', href: routes.functions() }, { label: detail.name }]} />
      <PageHeader
        title={detail.name}
        badges={detail.kind === 'local' ? <Badge>Node.js</Badge> : <Badge variant="info">Remote</Badge>}
        description={
          <span className="flex min-w-0 flex-col gap-0.5">
            {detail.description ? <span>{detail.description}</span> : null}
            <span className="flex min-w-0 items-center gap-0.5">
              <code className="min-w-0 font-mono text-xs break-all">{detail.arn}</code>
              <CopyButton value={detail.arn} label="Copy function ARN" size="icon-xs" />
            </span>
            <UsedBy detail={detail} />
          </span>
        }
      />
      <Tabs value={tab} onValueChange={(next) => void setTab(next === first ? null : (next as Tab))}>
        <TabsList aria-label="Function">
          {tabs.map((value) => (
            <TabsTrigger key={value} value={value}>
              {LABELS[value]}
            </TabsTrigger>
          ))}
        </TabsList>
        {/* Kept mounted: code that has not been saved survives a look at another tab. */}
        {detail.kind === 'local' ? (
          <TabsContent value="code" keepMounted>
            <CodeTab detail={detail} />
          </TabsContent>
        ) : null}
        <TabsContent value="test" keepMounted>
          {mayTest ? <TestTab detail={detail} /> : null}
        </TabsContent>
        <TabsContent value="configuration">
          <ConfigurationTab detail={detail} />
        </TabsContent>
        <TabsContent value="versions">
          <VersionsTab detail={detail} />
        </TabsContent>
        <TabsContent value="permissions">
          <PermissionsTab detail={detail} />
        </TabsContent>
        <TabsContent value="logs">
          <LogTab functionName={detail.name} />
        </TabsContent>
      </Tabs>
    </PageBody>
  );
}

const SHOWN_CALLERS = 4;

function UsedBy({ detail: { usedBy } }: Readonly<{ detail: FunctionDetail }>) {
  if (usedBy.length === 0) return <span className="text-xs">No method calls it yet.</span>;
  const rest = usedBy.length - SHOWN_CALLERS;
  return (
    <span className="flex flex-wrap gap-x-2 text-xs">
      Called by
      {usedBy.slice(0, SHOWN_CALLERS).map(({ restApiId, apiName, method, stageName }) => (
        <Link
          key={`${restApiId} ${method} ${stageName}`}
          href={stageName === null ? routes.api(restApiId).resources() : routes.api(restApiId).stage(stageName)}
          className="underline underline-offset-2 hover:text-foreground"
        >
          {method} of {apiName}
          {stageName === null ? '' : ` (${stageName})`}
        </Link>
      ))}
      {rest > 0 ? <span>and {rest} more</span> : null}
    </span>
  );
}
