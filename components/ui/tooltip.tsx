'use client';

import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cn } from './cn';

export const TooltipProvider = Base.Provider;
export const TooltipRoot = Base.Root;
export const TooltipTrigger = Base.Trigger;

export function TooltipContent({
  className,
  side = 'top',
  ...props
}: Readonly<ComponentProps<typeof Base.Popup> & { side?: 'top' | 'right' | 'bottom' | 'left' }>) {
  return (
    <Base.Portal>
      <Base.Positioner className="z-50" sideOffset={6} side={side}>
        <Base.Popup
          className={cn(
            'animate-popup max-w-72 rounded-md bg-foreground px-2 py-1 text-xs text-background shadow-md',
            className as string,
          )}
          {...props}
        />
      </Base.Positioner>
    </Base.Portal>
  );
}

/** `<Tooltip content="Copy"><Button …/></Tooltip>`. An icon button still needs its own aria-label. */
export function Tooltip({
  content,
  children,
  side,
}: Readonly<{ content: ReactNode; children: ReactElement; side?: 'top' | 'right' | 'bottom' | 'left' }>) {
  if (content === null || content === undefined || content === '') return children;
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <TooltipContent side={side}>{content}</TooltipContent>
    </Base.Root>
  );
}
