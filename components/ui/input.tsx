import type { ComponentProps } from 'react';
import { cn } from './cn';
import { controlClasses } from './field-classes';

export function Input({ className, type = 'text', ...props }: Readonly<ComponentProps<'input'>>) {
  return <input type={type} className={cn(controlClasses, 'h-8 px-2.5', className)} {...props} />;
}

/** An input with fixed text or an icon inside its frame: `https://`, `req/s`, a magnifier. */
export function InputGroup({
  className,
  before,
  after,
  ...props
}: Readonly<ComponentProps<'input'> & { before?: React.ReactNode; after?: React.ReactNode }>) {
  return (
    <div
      className={cn(
        'flex h-8 w-full min-w-0 items-center rounded-md border border-input bg-card text-sm shadow-xs transition-[border-color] duration-100',
        'hover:border-muted-foreground/45 focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/35',
        'has-aria-invalid:border-destructive has-aria-invalid:outline-destructive/30 has-disabled:bg-muted has-disabled:opacity-60',
        className,
      )}
    >
      {before ? (
        <span className="flex shrink-0 items-center pl-2.5 text-muted-foreground [&_svg]:size-4">{before}</span>
      ) : null}
      <input
        className="h-full min-w-0 flex-1 bg-transparent px-2.5 outline-none placeholder:text-muted-foreground max-sm:text-lg [&::-webkit-search-cancel-button]:hidden"
        {...props}
      />
      {after ? (
        <span className="flex shrink-0 items-center pr-2.5 text-muted-foreground [&_svg]:size-4">{after}</span>
      ) : null}
    </div>
  );
}
