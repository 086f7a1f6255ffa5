import type { ComponentProps } from 'react';
import { cn } from './cn';

/** Scrolls sideways by itself when it does not fit; focusable so that it can be scrolled with the keyboard. */
export function Table({ className, 'aria-label': ariaLabel, ...props }: Readonly<ComponentProps<'table'>>) {
  return (
    <section
      aria-label={ariaLabel}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
      tabIndex={0}
      className="w-full overflow-x-auto rounded-[inherit] focus-visible:-outline-offset-2"
    >
      <table className={cn('w-full caption-bottom border-collapse text-sm', className)} {...props} />
    </section>
  );
}

export function TableHeader({ className, ...props }: Readonly<ComponentProps<'thead'>>) {
  return <thead className={cn('[&_tr]:border-b', className)} {...props} />;
}

export function TableBody({ className, ...props }: Readonly<ComponentProps<'tbody'>>) {
  return <tbody className={cn('[&_tr:last-child]:border-0', className)} {...props} />;
}

export function TableRow({ className, ...props }: Readonly<ComponentProps<'tr'>>) {
  return (
    <tr
      className={cn('border-b border-border transition-colors hover:bg-muted/50 data-selected:bg-accent/60', className)}
      {...props}
    />
  );
}

export function TableHead({ className, ...props }: Readonly<ComponentProps<'th'>>) {
  return (
    <th
      scope="col"
      className={cn(
        'h-8 whitespace-nowrap px-3 text-left align-middle text-xs font-medium text-muted-foreground',
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, ...props }: Readonly<ComponentProps<'td'>>) {
  return <td className={cn('h-10 px-3 py-1.5 align-middle', className)} {...props} />;
}

export function TableCaption({ className, ...props }: Readonly<ComponentProps<'caption'>>) {
  return <caption className={cn('py-2 text-xs text-muted-foreground', className)} {...props} />;
}
