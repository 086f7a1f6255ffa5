'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { cn } from './cn';

export function Tabs({ className, ...props }: Readonly<ComponentProps<typeof Base.Root>>) {
  return <Base.Root className={cn('flex flex-col gap-4', className as string)} {...props} />;
}

const listClasses =
  'relative flex gap-4 overflow-x-auto overflow-y-hidden shadow-[inset_0_-1px_0_var(--border)] [scrollbar-width:none]';
// Hardly any padding: the first label and its line begin where the page's text does.
const tabClasses =
  'relative flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm px-0.5 text-sm font-medium text-muted-foreground transition-colors hover:text-foreground focus-visible:-outline-offset-2';

export function TabsList({ className, children, ...props }: Readonly<ComponentProps<typeof Base.List>>) {
  return (
    <Base.List className={cn(listClasses, className as string)} {...props}>
      {children}
      <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-foreground transition-[translate,width] duration-150 ease-out" />
    </Base.List>
  );
}

export function TabsTrigger({ className, ...props }: Readonly<ComponentProps<typeof Base.Tab>>) {
  return (
    <Base.Tab
      className={cn(tabClasses, 'data-active:text-foreground data-disabled:opacity-50', className as string)}
      {...props}
    />
  );
}

export function TabsContent({ className, ...props }: Readonly<ComponentProps<typeof Base.Panel>>) {
  return <Base.Panel className={cn('rounded-md', className as string)} {...props} />;
}

export interface LinkTab {
  href: string;
  label: ReactNode;
  /** Small count or badge after the label. */
  badge?: ReactNode;
  /** Active only on exactly this path, not below it. */
  exact?: boolean;
}

/** Tabs that are routes: links in a nav, the current one marked for assistive technology. */
export function LinkTabs({
  tabs,
  'aria-label': ariaLabel,
  className,
}: Readonly<{ tabs: readonly LinkTab[]; 'aria-label': string; className?: string }>) {
  const pathname = usePathname();
  const list = useRef<HTMLElement>(null);
  // On a phone the tabs are wider than the screen.
  useEffect(() => {
    const current = pathname && list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!list.current || !current) return;
    list.current.scrollLeft = current.offsetLeft - (list.current.clientWidth - current.offsetWidth) / 2;
  }, [pathname]);
  return (
    <nav ref={list} aria-label={ariaLabel} className={cn(listClasses, className)}>
      {tabs.map((tab) => {
        const path = tab.href.split(/[?#]/)[0] ?? tab.href;
        const active = pathname === path || (!tab.exact && pathname.startsWith(`${path}/`));
        return (
          <Link
            key={tab.href}
            href={tab.href}
            aria-current={active ? 'page' : undefined}
            className={cn(
              tabClasses,
              active && 'text-foreground after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:bg-foreground',
            )}
          >
            {tab.label}
            {tab.badge}
          </Link>
        );
      })}
    </nav>
  );
}
