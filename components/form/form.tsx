'use client';

import { useRender } from '@base-ui/react/use-render';
import { type ComponentProps, createContext, type ReactElement, type ReactNode, use, useId, useMemo } from 'react';
import {
  Controller,
  type ControllerProps,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  FormProvider,
  type UseFormReturn,
  useFormContext,
  useFormState,
} from 'react-hook-form';
import { cn } from '@/components/ui/cn';
import { Label } from '@/components/ui/label';

/** A `<form>` that provides react-hook-form's methods to the fields inside. */
export function Form<Values extends FieldValues, Output>({
  form,
  onSubmit,
  children,
  ...props
}: Readonly<
  Omit<ComponentProps<'form'>, 'onSubmit'> & {
    form: UseFormReturn<Values, unknown, Output>;
    /** What `useActionForm` returns as `submit`, or `form.handleSubmit(…)`. */
    onSubmit: (event: React.FormEvent<HTMLFormElement>) => unknown;
  }
>) {
  return (
    <FormProvider {...form}>
      <form
        noValidate
        onMouseDown={keepFocusForButtons}
        onSubmit={(event) => {
          // A form in a portal inside another form must not submit both.
          event.stopPropagation();
          void onSubmit(event);
        }}
        {...props}
      >
        {children}
      </form>
    </FormProvider>
  );
}

/**
 * A field is checked when it loses the focus, and its message moves what is below. If that happened between the press
 * and the release of the mouse, the button would be gone from under it and the click lost: so the focus moves later.
 */
function keepFocusForButtons(event: React.MouseEvent<HTMLFormElement>): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('button[data-slot="button"]:not([aria-haspopup])')) event.preventDefault();
}

const FieldContext = createContext<{ name: string } | null>(null);
const ItemContext = createContext<{ id: string } | null>(null);

export function FormField<
  Values extends FieldValues,
  Name extends FieldPath<Values> = FieldPath<Values>,
  Output = Values,
>(props: ControllerProps<Values, Name, Output>) {
  const context = useMemo(() => ({ name: props.name }), [props.name]);
  return (
    <FieldContext value={context}>
      <Controller {...props} />
    </FieldContext>
  );
}

export function useFormField() {
  const field = use(FieldContext);
  const item = use(ItemContext);
  if (!field || !item) throw new Error('FormLabel, FormControl and FormMessage belong inside FormField and FormItem');
  const { getFieldState } = useFormContext();
  const formState = useFormState({ name: field.name });
  const { error, invalid } = getFieldState(field.name, formState);
  return {
    name: field.name,
    id: `${item.id}-control`,
    descriptionId: `${item.id}-description`,
    messageId: `${item.id}-message`,
    invalid,
    message: errorText(error),
  };
}

export function FormItem({ className, ...props }: Readonly<ComponentProps<'div'>>) {
  const id = useId();
  const context = useMemo(() => ({ id }), [id]);
  return (
    <ItemContext value={context}>
      <div className={cn('flex min-w-0 flex-col gap-1.5', className)} {...props} />
    </ItemContext>
  );
}

export function FormLabel({ className, ...props }: Readonly<ComponentProps<typeof Label>>) {
  const { id } = useFormField();
  return <Label id={`${id}-label`} htmlFor={id} className={className} {...props} />;
}

/** Gives its one child the id, description and error state of the field. */
export function FormControl({ children, described = true }: Readonly<{ children: ReactElement; described?: boolean }>) {
  const { id, descriptionId, messageId, invalid } = useFormField();
  return useRender({
    render: children,
    props: {
      id,
      'aria-labelledby': `${id}-label`,
      'aria-describedby': cn(described && descriptionId, invalid && messageId) || undefined,
      'aria-invalid': invalid || undefined,
    },
  });
}

export function FormDescription({ className, ...props }: Readonly<ComponentProps<'p'>>) {
  const { descriptionId } = useFormField();
  return <p id={descriptionId} className={cn('text-xs text-muted-foreground', className)} {...props} />;
}

export function FormMessage({ className }: Readonly<{ className?: string }>) {
  const { messageId, message } = useFormField();
  if (!message) return null;
  return (
    <p id={messageId} role="alert" className={cn('text-xs font-medium text-destructive', className)}>
      {message}
    </p>
  );
}

/**
 * The whole of a usual field: label, control, description, message.
 * `<Field control={form.control} name="name" label="Name">{(field) => <Input {...field} />}</Field>`
 */
export function Field<Values extends FieldValues, Name extends FieldPath<Values>, Output = Values>({
  control,
  name,
  label,
  description,
  required,
  layout = 'stack',
  className,
  children,
}: Readonly<{
  control: ControllerProps<Values, Name, Output>['control'];
  name: Name;
  label: ReactNode;
  description?: ReactNode;
  required?: boolean;
  /** `inline`: a switch or checkbox with its label beside it. */
  layout?: 'stack' | 'inline';
  className?: string;
  children: (field: ControllerRenderProps<Values, Name>) => ReactElement;
}>) {
  return (
    <FormField
      control={control}
      name={name}
      render={({ field }) =>
        layout === 'stack' ? (
          <FormItem className={className}>
            <FormLabel required={required}>{label}</FormLabel>
            <FormControl described={Boolean(description)}>{children(field)}</FormControl>
            {description ? <FormDescription>{description}</FormDescription> : null}
            <FormMessage />
          </FormItem>
        ) : (
          <FormItem className={cn('flex-row items-start justify-between gap-4', className)}>
            <div className="flex min-w-0 flex-col gap-0.5">
              <FormLabel required={required}>{label}</FormLabel>
              {description ? <FormDescription>{description}</FormDescription> : null}
              <FormMessage />
            </div>
            <div className="flex shrink-0 pt-0.5">
              <FormControl described={Boolean(description)}>{children(field)}</FormControl>
            </div>
          </FormItem>
        )
      }
    />
  );
}

/** A field of type object or array can carry its message at its root. */
function errorText(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { message, root } = error as { message?: unknown; root?: { message?: unknown } };
  if (typeof message === 'string' && message !== '') return message;
  return typeof root?.message === 'string' ? root.message : undefined;
}
