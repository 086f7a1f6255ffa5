'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from './button';
import { cn } from './cn';

export const Dialog = Base.Root;
export const DialogTrigger = Base.Trigger;
export const DialogClose = Base.Close;

export const backdropClasses =
  'backdrop fixed inset-0 z-50 min-h-dvh bg-overlay transition-opacity duration-150 data-starting-style:opacity-0 data-ending-style:opacity-0';

export function DialogContent({
  className,
  children,
  size = 'default',
  showClose = true,
  ...props
}: Readonly<ComponentProps<typeof Base.Popup> & { size?: 'sm' | 'default' | 'lg' | 'xl'; showClose?: boolean }>) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropClasses} />
      <Base.Viewport className="fixed inset-0 z-50 grid place-items-center overflow-y-auto px-4 py-8">
        <Base.Popup
          className={cn(
            'relative flex max-h-full w-full flex-col rounded-xl border border-border bg-popover text-popover-foreground shadow-lg outline-none',
            'transition-[opacity,scale] duration-150 ease-out data-starting-style:scale-[0.98] data-starting-style:opacity-0 data-ending-style:scale-[0.98] data-ending-style:opacity-0',
            { sm: 'max-w-sm', default: 'max-w-lg', lg: 'max-w-2xl', xl: 'max-w-4xl' }[size],
            className as string,
          )}
          {...props}
        >
          {children}
          {showClose ? (
            <Base.Close
              render={
                <Button variant="ghost" size="icon-sm" className="absolute top-2.5 right-2.5 text-muted-foreground" />
              }
              aria-label="Close"
            >
              <X />
            </Base.Close>
          ) : null}
        </Base.Popup>
      </Base.Viewport>
    </Base.Portal>
  );
}

export function DialogHeader({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return <div className={cn('flex flex-col gap-1 px-5 pt-4 pr-12 pb-3', className)} {...props} />;
}

export function DialogTitle({ className, ...props }: Readonly<ComponentProps<typeof Base.Title>>) {
  return <Base.Title className={cn('text-lg font-semibold tracking-tight', className as string)} {...props} />;
}

export function DialogDescription({ className, ...props }: Readonly<ComponentProps<typeof Base.Description>>) {
  return <Base.Description className={cn('text-sm text-muted-foreground', className as string)} {...props} />;
}

/** The part that scrolls when the dialog is taller than the screen. */
export function DialogBody({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return <div className={cn('flex min-h-0 flex-col gap-4 overflow-y-auto px-5 py-1', className)} {...props} />;
}

export function DialogFooter({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return (
    <div
      className={cn('mt-auto flex flex-col-reverse gap-2 px-5 pt-4 pb-4 sm:flex-row sm:justify-end', className)}
      {...props}
    />
  );
}
