'use client';

import { createContext, type ReactNode, use, useLayoutEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { Breadcrumbs, type Crumb } from '@/components/ui/breadcrumb';

interface Outlet {
  readonly element: HTMLElement | null;
  readonly setElement: (element: HTMLElement | null) => void;
  /** Shown until a page's own crumbs are there; null from then on. */
  readonly first: readonly Crumb[] | null;
  readonly setDropped: (isDropped: boolean) => void;
}

const OutletContext = createContext<Outlet | null>(null);

/** `first`: what the server can tell from the path alone, because a page's crumbs come through a portal. */
export function BreadcrumbsProvider({ first, children }: Readonly<{ first: readonly Crumb[]; children: ReactNode }>) {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [isDropped, setDropped] = useState(false);
  return (
    <OutletContext value={{ element, setElement, first: isDropped ? null : first, setDropped }}>
      {children}
    </OutletContext>
  );
}

/** Where the shell shows them. */
export function BreadcrumbsOutlet() {
  const outlet = use(OutletContext);
  return (
    <div ref={outlet?.setElement} className="flex min-w-0 flex-1 items-center">
      {outlet?.first ? <Breadcrumbs items={outlet.first} /> : null}
    </div>
  );
}

/** Put into a page or a layout, not into both: its crumbs appear in the shell's header. */
export function PageBreadcrumbs({ items }: Readonly<{ items: readonly Crumb[] }>) {
  const outlet = use(OutletContext);
  const element = outlet?.element;
  const setDropped = outlet?.setDropped;
  // Before the browser paints, so that the two are never seen together.
  useLayoutEffect(() => {
    if (element) setDropped?.(true);
  }, [element, setDropped]);
  return element ? createPortal(<Breadcrumbs items={items} />, element) : null;
}
