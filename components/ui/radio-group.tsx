'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup as Base } from '@base-ui/react/radio-group';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

export function RadioGroup({ className, ...props }: Readonly<ComponentProps<typeof Base>>) {
  return <Base className={cn('flex flex-col gap-2', className as string)} {...props} />;
}

export function RadioGroupItem({ className, ...props }: Readonly<ComponentProps<typeof Radio.Root>>) {
  return (
    <Radio.Root
      className={cn(
        'grid size-4 shrink-0 place-items-center rounded-full border border-muted-foreground/60 bg-card shadow-xs transition-colors',
        'data-checked:border-primary data-checked:bg-primary data-disabled:opacity-50',
        className as string,
      )}
      {...props}
    >
      <Radio.Indicator className="size-1.5 rounded-full bg-primary-foreground data-unchecked:hidden" />
    </Radio.Root>
  );
}

/** A radio drawn as a card with a title and a line of explanation. */
export function RadioCard({
  title,
  description,
  className,
  ...props
}: Readonly<ComponentProps<typeof Radio.Root> & { title: ReactNode; description?: ReactNode }>) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the radio is inside
    <label
      className={cn(
        'flex cursor-pointer items-start gap-2.5 rounded-lg border border-border bg-card p-3 transition-colors hover:border-input',
        'has-data-checked:border-primary has-data-checked:bg-accent/40 has-data-disabled:cursor-not-allowed has-data-disabled:opacity-60',
        className as string,
      )}
    >
      <RadioGroupItem
        className="mt-0.5"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-description`}
        {...props}
      />
      <span className="flex min-w-0 flex-col">
        <span id={`${id}-title`} className="text-sm font-medium">
          {title}
        </span>
        {description ? (
          <span id={`${id}-description`} className="text-xs text-muted-foreground">
            {description}
          </span>
        ) : null}
      </span>
    </label>
  );
}
