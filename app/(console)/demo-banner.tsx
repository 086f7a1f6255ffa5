'use client';

import { FlaskConical } from 'lucide-react';
import Link from 'next/link';
import { useDemoData } from '@/lib/client/demo';
import { useCan } from '@/lib/client/member';
import { routes } from '@/lib/client/routes';

/** Says that some of what one sees is made up, for as long as it is there. */
export function DemoBanner() {
  const { data } = useDemoData();
  const mayRemove = useCan('demo:remove');
  if (!data || data.restApis + data.apiKeys + data.usagePlans + data.products + data.people === 0) return null;
  return (
    <div
      role="note"
      className="flex h-8 shrink-0 items-center gap-2 border-b border-border bg-muted/60 px-4 text-xs text-muted-foreground md:px-5"
    >
      <FlaskConical aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="truncate">This account holds demo data with synthetic traffic.</span>
      {mayRemove ? (
        <Link
          href={routes.settings.demoData()}
          className="ml-auto shrink-0 rounded-sm font-medium text-foreground underline-offset-4 hover:underline"
        >
          Remove it
        </Link>
      ) : null}
    </div>
  );
}
