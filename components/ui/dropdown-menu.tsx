'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { optionClasses, popupClasses } from './field-classes';
import { Kbd } from './kbd';

export const DropdownMenu = Base.Root;
export const DropdownMenuTrigger = Base.Trigger;
export const DropdownMenuGroup = Base.Group;
export const DropdownMenuRadioGroup = Base.RadioGroup;
export const DropdownMenuSub = Base.SubmenuRoot;

type Align = 'start' | 'center' | 'end';
type Side = 'top' | 'right' | 'bottom' | 'left';

export function DropdownMenuContent({
  className,
  align = 'end',
  side = 'bottom',
  sideOffset = 4,
  ...props
}: Readonly<ComponentProps<typeof Base.Popup> & { align?: Align; side?: Side; sideOffset?: number }>) {
  return (
    <Base.Portal>
      <Base.Positioner className="z-50 outline-none" sideOffset={sideOffset} align={align} side={side}>
        <Base.Popup
          className={cn(popupClasses, 'max-h-(--available-height) min-w-44 overflow-y-auto p-1', className as string)}
          {...props}
        />
      </Base.Positioner>
    </Base.Portal>
  );
}

type ItemProps = ComponentProps<typeof Base.Item> & { destructive?: boolean; shortcut?: ReactNode };

/** `render={<Link href=… />}` makes it a link. */
export function DropdownMenuItem({
  className,
  destructive = false,
  shortcut,
  children,
  ...props
}: Readonly<ItemProps>) {
  return (
    <Base.Item
      className={cn(
        optionClasses,
        destructive &&
          "text-destructive data-highlighted:bg-destructive/10 data-highlighted:text-destructive [&_svg:not([class*='text-'])]:text-destructive",
        className as string,
      )}
      {...props}
    >
      {children}
      {shortcut ? <Kbd className="ml-auto">{shortcut}</Kbd> : null}
    </Base.Item>
  );
}

export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: Readonly<ComponentProps<typeof Base.CheckboxItem>>) {
  return (
    <Base.CheckboxItem className={cn(optionClasses, 'pr-8', className as string)} {...props}>
      {children}
      <Base.CheckboxItemIndicator className="absolute right-2 flex">
        <Check className="size-3.5 text-foreground" />
      </Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  );
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: Readonly<ComponentProps<typeof Base.RadioItem>>) {
  return (
    <Base.RadioItem className={cn(optionClasses, 'pr-8', className as string)} {...props}>
      {children}
      <Base.RadioItemIndicator className="absolute right-2 flex">
        <Check className="size-3.5 text-foreground" />
      </Base.RadioItemIndicator>
    </Base.RadioItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: Readonly<ComponentProps<typeof Base.GroupLabel>>) {
  return (
    <Base.GroupLabel
      className={cn('px-2 py-1.5 text-xs font-medium text-muted-foreground', className as string)}
      {...props}
    />
  );
}

export function DropdownMenuSeparator({ className }: Readonly<{ className?: string }>) {
  return <Base.Separator className={cn('-mx-1 my-1 h-px bg-border', className)} />;
}

export function DropdownMenuSubTrigger({
  className,
  children,
  ...props
}: Readonly<ComponentProps<typeof Base.SubmenuTrigger>>) {
  return (
    <Base.SubmenuTrigger className={cn(optionClasses, 'data-popup-open:bg-accent', className as string)} {...props}>
      {children}
      <ChevronRight className="ml-auto size-3.5" />
    </Base.SubmenuTrigger>
  );
}

export function DropdownMenuSubContent({ className, ...props }: Readonly<ComponentProps<typeof Base.Popup>>) {
  return (
    <Base.Portal>
      <Base.Positioner className="z-50 outline-none" sideOffset={-2} alignOffset={-4}>
        <Base.Popup className={cn(popupClasses, 'min-w-40 p-1', className as string)} {...props} />
      </Base.Positioner>
    </Base.Portal>
  );
}
