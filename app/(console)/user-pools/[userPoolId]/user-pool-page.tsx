'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { PageBreadcrumbs } from '@/components/layout/breadcrumbs';
import { PageBody } from '@/components/layout/page-body';
import { CopyButton } from '@/components/ui/copy-button';
import { PageHeader } from '@/components/ui/page-header';
import { QueryError } from '@/components/ui/query-error';
import { Skeleton } from '@/components/ui/skeleton';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { routes } from '@/lib/client/routes';
import { useUserPool } from '@/lib/client/user-pools';
import { ClientsTab } from './clients-tab';
import { GroupsTab } from './groups-tab';
import { SettingsTab } from './settings-tab';
import { UsersTab } from './users-tab';

const TABS = ['users', 'groups', 'clients', 'settings'] as const;
const LABELS = { users: 'Users', groups: 'Groups', clients: 'App clients', settings: 'Settings' } as const;

export function UserPoolPage({ userPoolId }: Readonly<{ userPoolId: string }>) {
  const pool = useUserPool(userPoolId);
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(TABS).withDefault('users'));
  const name = pool.data?.name ?? userPoolId;
  return (
    <PageBody>
      <PageBreadcrumbs items={[{ label: 'User pools', href: routes.userPools() }, { label: name }]} />
      {pool.data ? (
        <>
          <PageHeader
            title={name}
            description={
              <span className="flex min-w-0 items-center gap-0.5">
                <code className="min-w-0 font-mono text-xs break-all">{pool.data.arn}</code>
                <CopyButton value={pool.data.arn} label="Copy user pool ARN" size="icon-xs" />
              </span>
            }
          />
          <Tabs value={tab} onValueChange={(next) => void setTab(next as (typeof TABS)[number])}>
            <TabsList aria-label="User pool">
              {TABS.map((value) => (
                <TabsTrigger key={value} value={value}>
                  {LABELS[value]}
                </TabsTrigger>
              ))}
            </TabsList>
            <TabsContent value="users">
              <UsersTab pool={pool.data} />
            </TabsContent>
            <TabsContent value="groups">
              <GroupsTab userPoolId={userPoolId} />
            </TabsContent>
            <TabsContent value="clients">
              <ClientsTab userPoolId={userPoolId} />
            </TabsContent>
            <TabsContent value="settings">
              <SettingsTab pool={pool.data} />
            </TabsContent>
          </Tabs>
        </>
      ) : pool.isError ? (
        <QueryError title="The user pool could not be loaded" query={pool} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </PageBody>
  );
}
