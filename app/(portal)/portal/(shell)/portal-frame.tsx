'use client';

import { LayoutDashboard, UserRound } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { portalNav } from '@/components/layout/portal-nav';
import { PortalShell } from '@/components/layout/portal-shell';
import { UserMenu } from '@/components/layout/user-menu';
import { Button } from '@/components/ui/button';
import { DropdownMenuItem } from '@/components/ui/dropdown-menu';
import { signOut } from '@/lib/client/auth';
import { routes } from '@/lib/client/routes';
import type { CurrentUser } from '@/lib/contract/account';

export function PortalFrame({ user, children }: Readonly<{ user: CurrentUser | null; children: ReactNode }>) {
  return (
    <PortalShell
      items={user ? portalNav() : []}
      actions={
        user ? (
          <UserMenu name={user.name} email={user.email} onSignOut={() => void signOut(routes.portal.home())}>
            <DropdownMenuItem render={<Link href={routes.portal.account()} />}>
              <UserRound /> Account
            </DropdownMenuItem>
            {user.account ? (
              <DropdownMenuItem render={<Link href={routes.apis()} />}>
                <LayoutDashboard /> Console
              </DropdownMenuItem>
            ) : null}
          </UserMenu>
        ) : (
          <>
            <Button variant="ghost" render={<Link href={routes.portal.signIn()} />}>
              Sign in
            </Button>
            <Button render={<Link href={routes.portal.signUp()} />}>Sign up</Button>
          </>
        )
      }
    >
      {children}
    </PortalShell>
  );
}
