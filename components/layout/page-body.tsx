import type { ComponentProps } from 'react';
import { cn } from '@/components/ui/cn';

/** The page's column: one rhythm and one width for all pages. `full` for trees, editors and wide tables. */
export function PageBody({
  className,
  width = 'default',
  ...props
}: Readonly<ComponentProps<'div'> & { width?: 'narrow' | 'default' | 'full' }>) {
  return (
    <div
      className={cn(
        'mx-auto flex w-full min-w-0 flex-1 flex-col gap-5 px-4 py-5 md:px-6 md:py-6',
        { narrow: 'max-w-3xl', default: 'max-w-6xl', full: 'max-w-none' }[width],
        className,
      )}
      {...props}
    />
  );
}
