'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from './button';
import { cn } from './cn';
import { backdropClasses } from './dialog';

export const Sheet = Base.Root;
export const SheetTrigger = Base.Trigger;
export const SheetClose = Base.Close;

const sides = {
  right:
    'inset-y-0 right-0 h-dvh w-full border-l data-starting-style:translate-x-8 data-ending-style:translate-x-8 sm:my-2 sm:mr-2 sm:h-[calc(100dvh-1rem)] sm:rounded-xl sm:border',
  left: 'inset-y-0 left-0 h-dvh w-72 border-r data-starting-style:-translate-x-8 data-ending-style:-translate-x-8',
  bottom:
    'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-xl border-t data-starting-style:translate-y-8 data-ending-style:translate-y-8',
};

export function SheetContent({
  className,
  children,
  side = 'right',
  size = 'default',
  showClose = true,
  ...props
}: Readonly<
  ComponentProps<typeof Base.Popup> & {
    side?: keyof typeof sides;
    size?: 'default' | 'lg' | 'xl';
    showClose?: boolean;
  }
>) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropClasses} />
      <Base.Popup
        className={cn(
          'fixed z-50 flex flex-col border-border bg-popover text-popover-foreground shadow-lg outline-none',
          'transition-[opacity,translate] duration-200 ease-out data-starting-style:opacity-0 data-ending-style:opacity-0',
          sides[side],
          side === 'right' && { default: 'sm:max-w-md', lg: 'sm:max-w-xl', xl: 'sm:max-w-3xl' }[size],
          className as string,
        )}
        {...props}
      >
        {children}
        {showClose ? (
          <Base.Close
            render={<Button variant="ghost" size="icon-sm" className="absolute top-3 right-3 text-muted-foreground" />}
            aria-label="Close"
          >
            <X />
          </Base.Close>
        ) : null}
      </Base.Popup>
    </Base.Portal>
  );
}

export function SheetHeader({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return <div className={cn('flex flex-col gap-1 border-b border-border px-5 py-3.5 pr-12', className)} {...props} />;
}

export function SheetTitle({ className, ...props }: Readonly<ComponentProps<typeof Base.Title>>) {
  return <Base.Title className={cn('text-lg font-semibold tracking-tight', className as string)} {...props} />;
}

export function SheetDescription({ className, ...props }: Readonly<ComponentProps<typeof Base.Description>>) {
  return <Base.Description className={cn('text-sm text-muted-foreground', className as string)} {...props} />;
}

export function SheetBody({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return <div className={cn('flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4', className)} {...props} />;
}

export function SheetFooter({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return (
    <div
      className={cn(
        'flex flex-col-reverse gap-2 border-t border-border px-5 py-3 sm:flex-row sm:justify-end',
        className,
      )}
      {...props}
    />
  );
}
