import { cva, type VariantProps } from 'class-variance-authority';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const alertVariants = cva('flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm', {
  variants: {
    variant: {
      default: 'border-border bg-muted/50 [&>svg]:text-muted-foreground',
      info: 'border-info/25 bg-info/6 [&>svg]:text-info',
      success: 'border-success/25 bg-success/6 [&>svg]:text-success',
      warning: 'border-warning/30 bg-warning/8 [&>svg]:text-warning',
      destructive: 'border-destructive/25 bg-destructive/6 [&>svg]:text-destructive',
    },
  },
  defaultVariants: { variant: 'default' },
});

const icons = { default: Info, info: Info, success: CircleCheck, warning: TriangleAlert, destructive: CircleAlert };

/** A callout inside the page. `role="alert"` (read at once) only for destructive ones. */
export function Alert({
  variant,
  title,
  children,
  action,
  className,
}: Readonly<
  VariantProps<typeof alertVariants> & {
    title?: ReactNode;
    children?: ReactNode;
    action?: ReactNode;
    className?: string;
  }
>) {
  const Icon = icons[variant ?? 'default'];
  return (
    <div role={variant === 'destructive' ? 'alert' : 'note'} className={cn(alertVariants({ variant }), className)}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          {title ? <p className="font-medium wrap-break-word">{title}</p> : null}
          {children ? (
            <div className={cn('wrap-break-word', title ? 'text-muted-foreground' : '')}>{children}</div>
          ) : null}
        </div>
        {action ? <div className="flex shrink-0 items-center gap-2">{action}</div> : null}
      </div>
    </div>
  );
}
