'use client';

import { mergeProps } from '@base-ui/react/merge-props';
import { useRender } from '@base-ui/react/use-render';
import type { VariantProps } from 'class-variance-authority';
import type { MouseEvent } from 'react';
import { buttonVariants } from './button-variants';
import { cn } from './cn';
import { Spinner } from './spinner';

export type ButtonProps = Readonly<
  useRender.ComponentProps<'button'> &
    VariantProps<typeof buttonVariants> & {
      /** Keeps the button's size and focus, shows a spinner and ignores presses. */
      loading?: boolean;
    }
>;

/** `render={<Link href=… />}` turns it into a link that keeps link semantics. */
export function Button({ className, variant, size, loading = false, render, children, ...props }: ButtonProps) {
  const own: useRender.ElementProps<'button'> = {
    ...(render ? {} : { type: 'button' as const }),
    className: cn(buttonVariants({ variant, size }), loading && 'cursor-default!', className),
    children: loading ? (
      <>
        {/* Still there for its width and its name. */}
        <span className="inline-flex items-center gap-[inherit] opacity-0">{children}</span>
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      </>
    ) : (
      children
    ),
    ...(loading ? { 'aria-busy': true, 'aria-disabled': true } : {}),
  };
  const merged = mergeProps<'button'>(own, props);
  if (loading) {
    merged.onClick = (event: MouseEvent) => event.preventDefault();
  }
  return useRender({ defaultTagName: 'button', render, props: merged, state: { slot: 'button' } });
}
