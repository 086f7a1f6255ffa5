'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { routes } from '@/lib/client/routes';
import { isActive } from './is-active';
import { Logo } from './logo';
import type { NavItem } from './nav';
import { MAIN_ID, SkipLink } from './skip-link';
import { ThemeToggle } from './theme-toggle';

/** The developer portal's frame: a top bar, because a consumer has two places to go, not twelve. */
export function PortalShell({
  items,
  actions,
  footer,
  children,
}: Readonly<{
  items: readonly NavItem[];
  /** Right end: the user menu, or sign-in and sign-up. */
  actions?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
}>) {
  const pathname = usePathname();
  return (
    <>
      <SkipLink />
      <header className="sticky top-0 z-20 border-b border-border bg-background/85 backdrop-blur-sm">
        <div className="mx-auto flex h-13 w-full max-w-5xl items-center gap-x-4 px-4 md:px-6">
          <Link href={routes.portal.home()} className="mr-2 rounded-sm max-sm:mr-0">
            <Logo className="max-sm:[&]:text-[0px] max-sm:gap-0" />
          </Link>
          <nav aria-label="Portal" className="flex min-w-0 items-center gap-0.5 overflow-x-auto [scrollbar-width:none]">
            {items.map((item) => {
              const active = isActive(item, pathname);
              return (
                <Link
                  key={item.href}
                  href={item.href}
                  aria-current={active ? 'page' : undefined}
                  className={cn(
                    'flex h-8 items-center whitespace-nowrap rounded-md px-2.5 text-sm font-medium text-muted-foreground transition-colors hover:text-foreground focus-visible:-outline-offset-2',
                    active && 'bg-accent text-foreground',
                  )}
                >
                  {item.label}
                </Link>
              );
            })}
          </nav>
          <div className="ml-auto flex shrink-0 items-center gap-1">
            <ThemeToggle />
            {actions}
          </div>
        </div>
      </header>
      <main
        id={MAIN_ID}
        tabIndex={-1}
        className="mx-auto flex w-full min-w-0 max-w-5xl flex-1 flex-col gap-6 px-4 py-6 outline-none md:px-6 md:py-8"
      >
        {children}
      </main>
      {footer ? (
        <footer className="border-t border-border">
          <div className="mx-auto w-full max-w-5xl px-4 py-4 text-xs text-muted-foreground md:px-6">{footer}</div>
        </footer>
      ) : null}
    </>
  );
}
