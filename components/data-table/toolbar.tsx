'use client';

import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { InputGroup } from '@/components/ui/input';

export function DataTableToolbar({
  filter,
  children,
}: Readonly<{
  filter?: { value: string; onChange: (value: string) => void; placeholder: string };
  children?: ReactNode;
}>) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {filter ? (
        <InputGroup
          type="search"
          className="w-full sm:w-64"
          before={<Search aria-hidden="true" />}
          after={
            filter.value ? (
              <button
                type="button"
                aria-label="Clear filter"
                onClick={() => filter.onChange('')}
                className="-mr-1 grid size-5 place-items-center rounded-sm hover:bg-accent hover:text-foreground"
              >
                <X className="size-3.5!" />
              </button>
            ) : undefined
          }
          placeholder={filter.placeholder}
          aria-label={filter.placeholder}
          value={filter.value}
          onChange={(event) => filter.onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && filter.value) {
              event.preventDefault();
              filter.onChange('');
            }
          }}
        />
      ) : null}
      {children}
    </div>
  );
}
