'use client';

import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { controlClasses, optionClasses, popupClasses } from './field-classes';

export const Select = Base.Root;
export const SelectGroup = Base.Group;

export function SelectValue({ className, ...props }: Readonly<ComponentProps<typeof Base.Value>>) {
  return (
    <Base.Value className={cn('truncate data-placeholder:text-muted-foreground', className as string)} {...props} />
  );
}

export function SelectTrigger({
  className,
  size = 'default',
  children,
  ...props
}: Readonly<ComponentProps<typeof Base.Trigger> & { size?: 'default' | 'sm' }>) {
  return (
    <Base.Trigger
      className={cn(
        controlClasses,
        'flex items-center justify-between gap-2 px-2.5 text-left',
        size === 'sm' ? 'h-7 text-xs' : 'h-8',
        className as string,
      )}
      {...props}
    >
      {children}
      <Base.Icon className="shrink-0 text-muted-foreground">
        <ChevronsUpDown className="size-3.5" />
      </Base.Icon>
    </Base.Trigger>
  );
}

export function SelectContent({
  className,
  children,
  align = 'start',
  ...props
}: Readonly<ComponentProps<typeof Base.Popup> & { align?: 'start' | 'center' | 'end' }>) {
  return (
    <Base.Portal>
      <Base.Positioner className="z-50 outline-none" sideOffset={4} align={align} alignItemWithTrigger={false}>
        <Base.Popup
          className={cn(popupClasses, 'min-w-(--anchor-width) max-w-(--available-width)', className as string)}
          {...props}
        >
          <Base.List className="max-h-[min(20rem,var(--available-height))] scroll-py-1 overflow-y-auto overscroll-contain p-1">
            {children}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export function SelectItem({
  className,
  children,
  description,
  ...props
}: Readonly<ComponentProps<typeof Base.Item> & { description?: ReactNode }>) {
  return (
    <Base.Item className={cn(optionClasses, 'pr-8', className as string)} {...props}>
      <span className="flex min-w-0 flex-col">
        <Base.ItemText className="truncate">{children}</Base.ItemText>
        {description ? <span className="text-xs text-muted-foreground">{description}</span> : null}
      </span>
      <Base.ItemIndicator className="absolute right-2 flex text-foreground">
        <Check className="size-3.5 text-foreground" />
      </Base.ItemIndicator>
    </Base.Item>
  );
}

export function SelectLabel({ className, ...props }: Readonly<ComponentProps<typeof Base.GroupLabel>>) {
  return (
    <Base.GroupLabel
      className={cn('px-2 py-1.5 text-xs font-medium text-muted-foreground', className as string)}
      {...props}
    />
  );
}

export function SelectSeparator({ className }: Readonly<{ className?: string }>) {
  return <Base.Separator className={cn('-mx-1 my-1 h-px bg-border', className)} />;
}

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string;
  disabled?: boolean;
}

/** The everyday select: a flat list of options with string values. */
export function SimpleSelect<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder = 'Select…',
  size,
  className,
  disabled,
  name,
  ...triggerProps
}: Readonly<
  {
    options: readonly SelectOption<Value>[];
    value: Value | null | undefined;
    onValueChange: (value: Value) => void;
    placeholder?: string;
    size?: 'default' | 'sm';
    className?: string;
    disabled?: boolean;
    name?: string;
  } & Omit<ComponentProps<typeof Base.Trigger>, 'value' | 'className' | 'name' | 'onChange'>
>) {
  return (
    <Base.Root
      items={options}
      value={value ?? null}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next as Value);
      }}
      disabled={disabled}
      name={name}
    >
      <SelectTrigger size={size} className={className} {...triggerProps}>
        <SelectValue placeholder={placeholder} />
      </SelectTrigger>
      <SelectContent>
        {options.map((option) => (
          <SelectItem
            key={option.value}
            value={option.value}
            disabled={option.disabled}
            description={option.description}
          >
            {option.label}
          </SelectItem>
        ))}
      </SelectContent>
    </Base.Root>
  );
}
