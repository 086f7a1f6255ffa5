'use client';

import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useTheme } from 'next-themes';
import { Toaster as Sonner } from 'sonner';
import { Spinner } from './spinner';

export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      closeButton={false}
      gap={8}
      icons={{
        success: <CircleCheck className="size-4 text-success" />,
        error: <CircleAlert className="size-4 text-destructive" />,
        warning: <TriangleAlert className="size-4 text-warning" />,
        info: <Info className="size-4 text-info" />,
        loading: <Spinner />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full sm:w-90 items-start gap-2.5 rounded-lg border border-border bg-popover px-3.5 py-3 font-sans text-sm text-popover-foreground shadow-lg',
          icon: 'mt-0.5 flex shrink-0',
          content: 'flex min-w-0 flex-1 flex-col gap-0.5',
          title: 'font-medium wrap-break-word',
          description: 'text-xs text-muted-foreground wrap-break-word',
          actionButton:
            'h-6 shrink-0 self-center rounded-sm bg-primary px-2 text-xs font-medium text-primary-foreground hover:bg-primary/88',
          cancelButton: 'h-6 shrink-0 self-center rounded-sm px-2 text-xs font-medium hover:bg-accent',
        },
      }}
    />
  );
}

export { toast } from 'sonner';
