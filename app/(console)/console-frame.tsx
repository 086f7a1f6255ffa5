'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Boxes, ExternalLink, Plus, Settings } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type ReactNode, useMemo } from 'react';
import { useAction } from '@/components/form/use-action';
import { AccountSwitcher } from '@/components/layout/account-switcher';
import { AppShell } from '@/components/layout/app-shell';
import { type CommandEntryGroup, CommandPaletteProvider, navCommands } from '@/components/layout/command-palette';
import { consoleNav } from '@/components/layout/console-nav';
import { UserMenu } from '@/components/layout/user-menu';
import type { Crumb } from '@/components/ui/breadcrumb';
import { DropdownMenuItem } from '@/components/ui/dropdown-menu';
import { switchAccountAction } from '@/lib/actions/account';
import { signOut } from '@/lib/client/auth';
import { fetchJson } from '@/lib/client/fetcher';
import { useCan, useMember } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';
import type { RestApiSummary } from '@/lib/contract/rest-api';
import { DemoBanner } from './demo-banner';
import { GatewayIndicator } from './gateway-indicator';

const NAV = consoleNav();

/** The frame around every page of the console: navigation, account, ⌘K and what the gateway is doing. */
export function ConsoleFrame({
  firstCrumbs,
  children,
}: Readonly<{ firstCrumbs: readonly Crumb[]; children: ReactNode }>) {
  const member = useMember();
  const router = useRouter();
  const queryClient = useQueryClient();
  const mayWrite = useCan('rest-api:write');
  const switching = useAction(switchAccountAction, {
    onSuccess: () => {
      // Everything read so far belongs to the other account.
      queryClient.clear();
      router.push(routes.apis());
      router.refresh();
    },
  });

  const groups = useMemo<CommandEntryGroup[]>(() => {
    const create = {
      heading: 'Create',
      items: [{ id: 'create:api', label: 'New API', icon: Plus, href: routes.apis({ create: true }) }],
    };
    return mayWrite ? [create, navCommands(NAV)] : [navCommands(NAV)];
  }, [mayWrite]);

  return (
    <CommandPaletteProvider groups={groups} search={findApis}>
      <AppShell
        sections={NAV}
        accountSwitcher={
          <AccountSwitcher
            accounts={member.accounts}
            currentId={member.account.id}
            onSwitch={(accountId) => void switching.run({ accountId })}
            pending={switching.pending}
          />
        }
        userMenu={
          <UserMenu name={member.name} email={member.email} onSignOut={() => void signOut(routes.signIn())}>
            <DropdownMenuItem render={<Link href={routes.settings.index()} />}>
              <Settings /> Settings
            </DropdownMenuItem>
            <DropdownMenuItem render={<Link href={routes.portal.home()} />}>
              <ExternalLink /> Developer portal
            </DropdownMenuItem>
          </UserMenu>
        }
        banner={<DemoBanner />}
        sidebarFooter={<GatewayIndicator />}
        firstCrumbs={firstCrumbs}
      >
        {children}
      </AppShell>
    </CommandPaletteProvider>
  );
}

async function findApis(query: string, signal: AbortSignal): Promise<CommandEntryGroup[]> {
  const apis = await fetchJson<RestApiSummary[]>('/api/rest-apis', { query: { search: query }, signal });
  return [
    {
      heading: 'APIs',
      items: apis.slice(0, 6).flatMap((api) => [
        {
          id: `api:${api.id}`,
          label: api.name,
          hint: api.id,
          icon: Boxes,
          href: routes.api(api.id).resources(),
        },
        ...api.stages.slice(0, 3).map((stage) => ({
          id: `stage:${stage.id}`,
          label: `${api.name} › ${stage.name}`,
          hint: 'Stage',
          icon: Boxes,
          href: routes.api(api.id).stage(stage.name),
        })),
      ]),
    },
  ];
}
