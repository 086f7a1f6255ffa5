'use client';

import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronsUpDown, Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { controlClasses, optionClasses, popupClasses } from './field-classes';

export interface ComboboxOption {
  value: string;
  label: string;
  /** Second line; searched together with the label. */
  description?: string;
  icon?: ReactNode;
  disabled?: boolean;
}

interface Shared {
  options: readonly ComboboxOption[];
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: string;
  disabled?: boolean;
  id?: string;
  className?: string;
  'aria-invalid'?: boolean;
  'aria-describedby'?: string;
  'aria-label'?: string;
}

type SingleProps = Shared & { value: string | null | undefined; onValueChange: (value: string | null) => void };
type MultipleProps = Shared & { value: readonly string[]; onValueChange: (value: string[]) => void };

/** A button that opens a searchable list: for choices too many for a Select. */
export function Combobox({ options, value, onValueChange, ...shared }: Readonly<SingleProps>) {
  const selected = options.find((o) => o.value === value) ?? null;
  return (
    <Base.Root
      items={options}
      value={selected}
      onValueChange={(next: ComboboxOption | null) => onValueChange(next?.value ?? null)}
      isItemEqualToValue={(a: ComboboxOption, b: ComboboxOption) => a.value === b.value}
      filter={matches}
      disabled={shared.disabled}
      autoHighlight
    >
      <Base.Trigger {...triggerProps(shared)}>
        {selected ? (
          <span className="flex min-w-0 items-center gap-2 truncate">
            {selected.icon}
            <span className="truncate">{selected.label}</span>
          </span>
        ) : (
          <span className="truncate text-muted-foreground">{shared.placeholder ?? 'Select…'}</span>
        )}
        <ChevronsUpDown className="size-3.5 shrink-0 text-muted-foreground" />
      </Base.Trigger>
      <Panel searchPlaceholder={shared.searchPlaceholder} emptyText={shared.emptyText} />
    </Base.Root>
  );
}

export function MultiCombobox({ options, value, onValueChange, ...shared }: Readonly<MultipleProps>) {
  const selected = options.filter((o) => value.includes(o.value));
  return (
    <Base.Root
      multiple
      items={options}
      value={selected}
      onValueChange={(next: ComboboxOption[]) => onValueChange(next.map((o) => o.value))}
      isItemEqualToValue={(a: ComboboxOption, b: ComboboxOption) => a.value === b.value}
      filter={matches}
      disabled={shared.disabled}
    >
      <div className="flex flex-col gap-1.5">
        <Base.Trigger {...triggerProps(shared)}>
          <span className={cn('truncate', selected.length === 0 && 'text-muted-foreground')}>
            {selected.length === 0 ? (shared.placeholder ?? 'Select…') : `${selected.length} selected`}
          </span>
          <ChevronsUpDown className="size-3.5 shrink-0 text-muted-foreground" />
        </Base.Trigger>
        {selected.length > 0 ? (
          <ul className="flex flex-wrap gap-1">
            {selected.map((option) => (
              <li
                key={option.value}
                className="flex h-6 items-center gap-1 rounded-sm border border-border bg-muted pr-0.5 pl-2 text-xs"
              >
                {option.label}
                <button
                  type="button"
                  aria-label={`Remove ${option.label}`}
                  disabled={shared.disabled}
                  onClick={() => onValueChange(value.filter((v) => v !== option.value))}
                  className="grid size-5 place-items-center rounded-xs text-muted-foreground hover:bg-accent hover:text-foreground"
                >
                  <X className="size-3" />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      <Panel searchPlaceholder={shared.searchPlaceholder} emptyText={shared.emptyText} />
    </Base.Root>
  );
}

function Panel({
  searchPlaceholder = 'Search…',
  emptyText = 'Nothing matches.',
}: Readonly<Pick<Shared, 'searchPlaceholder' | 'emptyText'>>) {
  return (
    <Base.Portal>
      <Base.Positioner className="z-50 outline-none" sideOffset={4} align="start">
        <Base.Popup
          aria-label={searchPlaceholder}
          className={cn(popupClasses, 'w-(--anchor-width) min-w-56 max-w-(--available-width)')}
        >
          <div className="flex items-center gap-2 border-b border-border px-2.5">
            <Search className="size-3.5 shrink-0 text-muted-foreground" aria-hidden="true" />
            <Base.Input
              placeholder={searchPlaceholder}
              aria-label={searchPlaceholder}
              className="h-9 w-full bg-transparent text-sm outline-none placeholder:text-muted-foreground max-sm:text-lg"
            />
          </div>
          <Base.Empty className="not-empty:px-3 not-empty:py-4 text-center text-sm text-muted-foreground">
            {emptyText}
          </Base.Empty>
          <Base.List className="max-h-[min(18rem,var(--available-height))] scroll-py-1 overflow-y-auto overscroll-contain p-1 empty:p-0">
            {(option: ComboboxOption) => (
              <Base.Item
                key={option.value}
                value={option}
                disabled={option.disabled}
                className={cn(optionClasses, 'pr-8')}
              >
                {option.icon}
                <span className="flex min-w-0 flex-col">
                  <span className="truncate">{option.label}</span>
                  {option.description ? (
                    <span className="truncate text-xs text-muted-foreground">{option.description}</span>
                  ) : null}
                </span>
                <Base.ItemIndicator className="absolute right-2 flex">
                  <Check className="size-3.5 text-foreground" />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function triggerProps(shared: Omit<Shared, 'options'>) {
  return {
    id: shared.id,
    'aria-label': shared['aria-label'],
    'aria-invalid': shared['aria-invalid'],
    'aria-describedby': shared['aria-describedby'],
    className: cn(controlClasses, 'flex h-8 items-center justify-between gap-2 px-2.5 text-left', shared.className),
  };
}

function matches(option: ComboboxOption, query: string): boolean {
  const text = `${option.label} ${option.description ?? ''} ${option.value}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
