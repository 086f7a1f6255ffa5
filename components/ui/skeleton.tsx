import type { ComponentProps } from 'react';
import { cn } from './cn';

export function Skeleton({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  return <div aria-hidden="true" className={cn('animate-shimmer rounded-md bg-accent', className)} {...props} />;
}
