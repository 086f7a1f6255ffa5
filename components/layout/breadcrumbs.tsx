'use client';

import { createContext, type ReactNode, use, useState } from 'react';
import { createPortal } from 'react-dom';
import { Breadcrumbs, type Crumb } from '@/components/ui/breadcrumb';

const OutletContext = createContext<{ outlet: HTMLElement | null; setOutlet: (el: HTMLElement | null) => void } | null>(
  null,
);

export function BreadcrumbsProvider({ children }: Readonly<{ children: ReactNode }>) {
  const [outlet, setOutlet] = useState<HTMLElement | null>(null);
  return <OutletContext value={{ outlet, setOutlet }}>{children}</OutletContext>;
}

/** Where the shell shows them. */
export function BreadcrumbsOutlet() {
  const context = use(OutletContext);
  return <div ref={context?.setOutlet} className="flex min-w-0 flex-1 items-center" />;
}

/** Put into a page or a layout: its crumbs appear in the shell's header. */
export function PageBreadcrumbs({ items }: Readonly<{ items: readonly Crumb[] }>) {
  const outlet = use(OutletContext)?.outlet;
  return outlet ? createPortal(<Breadcrumbs items={items} />, outlet) : null;
}
