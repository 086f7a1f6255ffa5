'use client';

import { Ellipsis } from 'lucide-react';
import Link from 'next/link';
import { Fragment } from 'react';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { RowAction } from './types';

/** The “…” menu of a row, also for cards and page headers. */
export function RowActions({
  label,
  actions,
}: Readonly<{ /** Names the thing. */ label: string; actions: readonly RowAction[] }>) {
  if (actions.length === 0) return null;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        render={
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Actions for ${label}`}
            className="text-muted-foreground"
          />
        }
      >
        <Ellipsis />
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {actions.map(({ label: text, icon: Icon, onSelect, href, destructive, disabled, separated }) => (
          <Fragment key={text}>
            {separated ? <DropdownMenuSeparator /> : null}
            <DropdownMenuItem
              destructive={destructive}
              disabled={disabled}
              onClick={onSelect}
              render={href ? <Link href={href} /> : undefined}
            >
              {Icon ? <Icon /> : null}
              {text}
            </DropdownMenuItem>
          </Fragment>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
