'use client';

import { Command as Base } from 'cmdk';
import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { Dialog, DialogContent, DialogDescription, DialogTitle } from './dialog';

export function Command({ className, ...props }: Readonly<ComponentProps<typeof Base>>) {
  return <Base className={cn('flex min-h-0 w-full flex-col overflow-hidden', className)} {...props} />;
}

export function CommandDialog({
  open,
  onOpenChange,
  title = 'Command palette',
  description = 'Search for a page or an action.',
  children,
  ...props
}: Readonly<
  ComponentProps<typeof Base> & {
    open: boolean;
    onOpenChange: (open: boolean) => void;
    title?: string;
    description?: string;
  }
>) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent showClose={false} className="h-96 max-w-xl self-start overflow-hidden sm:mt-[10vh]">
        <DialogTitle className="sr-only">{title}</DialogTitle>
        <DialogDescription className="sr-only">{description}</DialogDescription>
        <Command label={title} className="flex-1" {...props}>
          {children}
        </Command>
      </DialogContent>
    </Dialog>
  );
}

export function CommandInput({ className, ...props }: Readonly<ComponentProps<typeof Base.Input>>) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-border px-3.5">
      <Search className="size-4 shrink-0 text-muted-foreground" aria-hidden="true" />
      <Base.Input
        className={cn(
          'h-full w-full bg-transparent text-base outline-none placeholder:text-muted-foreground max-sm:text-lg',
          className,
        )}
        {...props}
      />
    </div>
  );
}

export function CommandList({ className, ...props }: Readonly<ComponentProps<typeof Base.List>>) {
  return (
    <Base.List
      className={cn('min-h-0 flex-1 scroll-py-1.5 overflow-y-auto overscroll-contain p-1.5', className)}
      {...props}
    />
  );
}

export function CommandEmpty({ className, ...props }: Readonly<ComponentProps<typeof Base.Empty>>) {
  return <Base.Empty className={cn('py-10 text-center text-sm text-muted-foreground', className)} {...props} />;
}

export function CommandGroup({ className, ...props }: Readonly<ComponentProps<typeof Base.Group>>) {
  return (
    <Base.Group
      className={cn(
        '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted-foreground',
        className,
      )}
      {...props}
    />
  );
}

export function CommandItem({ className, ...props }: Readonly<ComponentProps<typeof Base.Item>>) {
  return (
    <Base.Item
      className={cn(
        'flex h-9 cursor-pointer select-none items-center gap-2.5 rounded-md px-2 text-sm outline-none',
        'data-[selected=true]:bg-accent data-[selected=true]:text-accent-foreground data-[disabled=true]:pointer-events-none data-[disabled=true]:opacity-50',
        "[&_svg]:shrink-0 [&_svg]:text-muted-foreground [&_svg:not([class*='size-'])]:size-4",
        className,
      )}
      {...props}
    />
  );
}

export function CommandSeparator({ className, ...props }: Readonly<ComponentProps<typeof Base.Separator>>) {
  return <Base.Separator className={cn('-mx-1.5 my-1.5 h-px bg-border', className)} {...props} />;
}
