'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '@/components/ui/alert-dialog';

/** On an element whose links do not leave what is being written. */
export const KEEPS_DRAFT = { 'data-keeps-draft': '' } as const;

/** Asks before a link, `leave` or the browser takes someone away from what is not saved. Going back is not asked. */
export function useLeaveGuard(isDirty: boolean) {
  const router = useRouter();
  const [href, setHref] = useState<string | null>(null);

  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before Next's own handler: a link's navigation can't be called back.
    const catchLink = (event: MouseEvent) => {
      const link = linkOf(event);
      if (link === null) return;
      event.preventDefault();
      event.stopPropagation();
      setHref(link);
    };
    window.addEventListener('beforeunload', warn);
    document.addEventListener('click', catchLink, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', warn);
      document.removeEventListener('click', catchLink, { capture: true });
    };
  }, [isDirty]);

  return {
    leave: (to: string) => (isDirty ? setHref(to) : router.push(to)),
    dialog: (
      <ConfirmDialog
        open={href !== null}
        onOpenChange={(open) => (open ? undefined : setHref(null))}
        title="Leave without saving?"
        description="What you changed in the template has not been saved."
        confirmLabel="Leave"
        cancelLabel="Keep editing"
        onConfirm={() => {
          if (href !== null) router.push(href);
        }}
      />
    ),
  };
}

/** Where a plain click on a link of this site leads; null: it stays, or opens elsewhere. */
function linkOf(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  if (!anchor?.href || anchor.target === '_blank' || anchor.closest('[data-keeps-draft]')) return null;
  const url = new URL(anchor.href);
  return url.origin === window.location.origin ? `${url.pathname}${url.search}${url.hash}` : null;
}
