import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { cn } from './cn';

export interface Crumb {
  label: ReactNode;
  /** The last crumb has none: it is where the user is. */
  href?: string;
}

export function Breadcrumbs({ items, className }: Readonly<{ items: readonly Crumb[]; className?: string }>) {
  return (
    <nav aria-label="Breadcrumb" className={cn('min-w-0', className)}>
      <ol className="flex min-w-0 items-center gap-1 text-sm text-muted-foreground">
        {items.map((item, index) => {
          const last = index === items.length - 1;
          return (
            <Fragment key={item.href ?? `at-${index}`}>
              {index > 0 ? (
                <li aria-hidden="true" className="flex max-sm:hidden">
                  <ChevronRight className="size-3.5 opacity-60" />
                </li>
              ) : null}
              <li className={cn('flex min-w-0', !last && 'max-sm:hidden', !last && index > 0 && 'shrink')}>
                {last || !item.href ? (
                  <span
                    aria-current={last ? 'page' : undefined}
                    className={cn('truncate px-1', last && 'font-medium text-foreground')}
                  >
                    {item.label}
                  </span>
                ) : (
                  <Link href={item.href} className="truncate rounded-sm px-1 hover:text-foreground">
                    {item.label}
                  </Link>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
