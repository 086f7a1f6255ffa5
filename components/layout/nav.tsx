'use client';

import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { isActive } from './is-active';

export interface NavItem {
  href: string;
  label: string;
  icon?: LucideIcon;
  /** A count or a mark at the end of the row. */
  badge?: ReactNode;
  /** Active only on exactly this path. */
  exact?: boolean;
}

export interface NavSection {
  /** Absent: the first, unnamed group. */
  label?: string;
  items: readonly NavItem[];
}

export function SidebarNav({
  sections,
  onNavigate,
  label = 'Main',
}: Readonly<{ sections: readonly NavSection[]; onNavigate?: () => void; label?: string }>) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="flex flex-col gap-4">
      {sections.map((section, index) => (
        <div key={section.label ?? index} className="flex flex-col gap-0.5">
          {section.label ? (
            <p className="truncate px-2 pb-1 text-2xs font-medium text-sidebar-foreground">{section.label}</p>
          ) : null}
          <ul className="flex flex-col gap-px">
            {section.items.map((item) => {
              const active = isActive(item, pathname);
              const Icon = item.icon;
              return (
                <li key={item.href}>
                  <Link
                    href={item.href}
                    onClick={onNavigate}
                    aria-current={active ? 'page' : undefined}
                    className={cn(
                      'flex h-7.5 items-center gap-2 rounded-md px-2 text-sm text-sidebar-foreground transition-colors duration-100 max-md:h-9',
                      'hover:bg-sidebar-accent/70 hover:text-sidebar-accent-foreground',
                      active && 'bg-sidebar-accent font-medium text-sidebar-accent-foreground',
                    )}
                  >
                    {Icon ? (
                      <Icon className={cn('size-4 shrink-0', !active && 'opacity-80')} aria-hidden="true" />
                    ) : null}
                    <span className="truncate">{item.label}</span>
                    {item.badge ? <span className="ml-auto flex">{item.badge}</span> : null}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
