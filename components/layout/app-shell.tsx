'use client';

import { Menu, Search } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import type { Crumb } from '@/components/ui/breadcrumb';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Sheet, SheetContent, SheetDescription, SheetTitle } from '@/components/ui/sheet';
import { routes } from '@/lib/client/routes';
import { BreadcrumbsOutlet, BreadcrumbsProvider } from './breadcrumbs';
import { useCommandPalette } from './command-palette';
import { Logo } from './logo';
import { type NavSection, SidebarNav } from './nav';
import { MAIN_ID, SkipLink } from './skip-link';
import { ThemeToggle } from './theme-toggle';

/**
 * The console's frame. Pages set their breadcrumbs with `<PageBreadcrumbs items={…} />` and lay themselves out with
 * `<PageBody>`. Must stand inside `CommandPaletteProvider` for the search button to work.
 */
export function AppShell({
  sections,
  accountSwitcher,
  userMenu,
  banner,
  sidebarFooter,
  firstCrumbs,
  children,
}: Readonly<{
  sections: readonly NavSection[];
  /** Top of the sidebar, under the logo. */
  accountSwitcher?: ReactNode;
  /** Right end of the header. */
  userMenu?: ReactNode;
  /** Over the whole page: demo data, a database that is away. */
  banner?: ReactNode;
  sidebarFooter?: ReactNode;
  /** Breadcrumbs for the time until the page's own are there. */
  firstCrumbs: readonly Crumb[];
  children: ReactNode;
}>) {
  const [navOpen, setNavOpen] = useState(false);
  const palette = useCommandPalette();

  const sidebar = (onNavigate?: () => void) => (
    <>
      <div className="flex h-12 shrink-0 items-center px-4">
        <Link href={routes.apis()} onClick={onNavigate} className="rounded-sm">
          <Logo />
        </Link>
      </div>
      {accountSwitcher ? <div className="px-2 pb-3">{accountSwitcher}</div> : null}
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pt-1 pb-4">
        <SidebarNav sections={sections} onNavigate={onNavigate} />
      </div>
      {sidebarFooter ? (
        <div className="border-t border-sidebar-border px-3 py-2.5 text-xs text-sidebar-foreground">
          {sidebarFooter}
        </div>
      ) : null}
    </>
  );

  return (
    <BreadcrumbsProvider first={firstCrumbs}>
      <SkipLink />
      <div className="flex min-h-dvh flex-1">
        <aside
          aria-label="Sidebar"
          className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r border-sidebar-border bg-sidebar md:flex"
        >
          {sidebar()}
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          {banner}
          <header className="sticky top-0 z-20 flex h-12 shrink-0 items-center gap-1.5 border-b border-border bg-background/85 px-3 backdrop-blur-sm md:px-5">
            <Button
              variant="ghost"
              size="icon"
              className="md:hidden"
              aria-label="Open navigation"
              aria-expanded={navOpen}
              onClick={() => setNavOpen(true)}
            >
              <Menu />
            </Button>
            <BreadcrumbsOutlet />
            <div className="ml-auto flex shrink-0 items-center gap-1">
              {palette ? (
                <>
                  <Button
                    variant="outline"
                    size="sm"
                    onClick={palette.open}
                    aria-keyshortcuts="Meta+K Control+K"
                    className="mr-1 w-40 justify-start font-normal text-muted-foreground max-lg:hidden"
                  >
                    <Search /> Search
                    <Kbd className="ml-auto">⌘K</Kbd>
                  </Button>
                  <Button
                    variant="ghost"
                    size="icon"
                    onClick={palette.open}
                    aria-label="Search"
                    className="text-muted-foreground lg:hidden"
                  >
                    <Search />
                  </Button>
                </>
              ) : null}
              <ThemeToggle />
              {userMenu}
            </div>
          </header>
          <main id={MAIN_ID} tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            {children}
          </main>
        </div>
      </div>
      <Sheet open={navOpen} onOpenChange={setNavOpen}>
        <SheetContent side="left" className="bg-sidebar">
          <SheetTitle className="sr-only">Navigation</SheetTitle>
          <SheetDescription className="sr-only">The console’s pages</SheetDescription>
          {sidebar(() => setNavOpen(false))}
        </SheetContent>
      </Sheet>
    </BreadcrumbsProvider>
  );
}
