'use client';

import { Plus, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import {
  type ControllerRenderProps,
  type FieldValues,
  useController,
  useFieldArray,
  useFormContext,
} from 'react-hook-form';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Input } from '@/components/ui/input';
import { SimpleSelect } from '@/components/ui/select';

export interface RowColumn {
  /** The row's property. */
  key: string;
  label: string;
  kind?: 'text' | 'select' | 'checkbox';
  placeholder?: string;
  /** A CSS grid track: `8rem`, `minmax(0,1fr)`. */
  width?: string;
  options?: readonly { value: string; label: string }[];
  /** Offered while typing. */
  suggestions?: readonly string[];
}

/** An editable table of rows inside a form: headers, parameters, variables. Problems show under their row. */
export function RowFields({
  name,
  label,
  description,
  columns,
  blank,
  addLabel,
  empty,
  max,
}: Readonly<{
  /** The form's field: an array of objects. */
  name: string;
  label: string;
  description?: ReactNode;
  columns: readonly RowColumn[];
  blank: Readonly<Record<string, unknown>>;
  addLabel: string;
  /** Said where there are no rows. */
  empty: string;
  max?: number;
}>) {
  const id = useId();
  const { control, getFieldState, formState } = useFormContext<FieldValues>();
  const { fields, append, remove } = useFieldArray({ control, name });
  const template = {
    gridTemplateColumns: `${columns.map((column) => column.width ?? 'minmax(0,1fr)').join(' ')} 1.75rem`,
  };
  const whole = wholeMessage(getFieldState(name, formState).error);

  return (
    <fieldset
      aria-labelledby={`${id}-label`}
      aria-describedby={description ? `${id}-description` : undefined}
      className="flex min-w-0 flex-col gap-2"
    >
      <div className="flex items-end justify-between gap-3">
        <div className="flex min-w-0 flex-col">
          <span id={`${id}-label`} className="text-sm font-medium">
            {label}
          </span>
          {description ? (
            <div id={`${id}-description`} className="text-xs text-muted-foreground">
              {description}
            </div>
          ) : null}
        </div>
        <Button
          variant="outline"
          size="sm"
          disabled={max !== undefined && fields.length >= max}
          onClick={() => append({ ...blank })}
        >
          <Plus /> {addLabel}
        </Button>
      </div>
      {fields.length === 0 ? (
        <p className="rounded-md border border-dashed border-border px-3 py-2.5 text-xs text-muted-foreground">
          {empty}
        </p>
      ) : (
        <div className="flex flex-col gap-1.5">
          <div aria-hidden="true" className="grid gap-1.5 text-xs text-muted-foreground max-sm:hidden" style={template}>
            {columns.map((column) => (
              <span key={column.key}>{column.label}</span>
            ))}
          </div>
          {fields.map((field, index) => (
            <Row
              key={field.id}
              name={`${name}.${index}`}
              index={index}
              columns={columns}
              template={template}
              onRemove={() => remove(index)}
            />
          ))}
        </div>
      )}
      {whole ? (
        <p role="alert" className="text-xs font-medium text-destructive">
          {whole}
        </p>
      ) : null}
    </fieldset>
  );
}

function Row({
  name,
  index,
  columns,
  template,
  onRemove,
}: Readonly<{
  name: string;
  index: number;
  columns: readonly RowColumn[];
  template: { gridTemplateColumns: string };
  onRemove: () => void;
}>) {
  const id = useId();
  const { getFieldState, formState } = useFormContext<FieldValues>();
  const messages = columns.flatMap((column) => {
    const message = getFieldState(`${name}.${column.key}`, formState).error?.message;
    return message ? [message] : [];
  });
  return (
    <div className="flex flex-col gap-1">
      <div
        className="grid items-center gap-1.5 max-sm:grid-cols-[minmax(0,1fr)_1.75rem]! max-sm:rounded-md max-sm:border max-sm:border-border max-sm:p-2"
        style={template}
      >
        {columns.map((column) => (
          <Cell
            key={column.key}
            name={`${name}.${column.key}`}
            column={column}
            label={`${column.label}, row ${index + 1}`}
            describedBy={messages.length > 0 ? `${id}-problems` : undefined}
          />
        ))}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Remove row ${index + 1}`}
          onClick={onRemove}
          className="text-muted-foreground max-sm:col-start-2 max-sm:row-start-1"
        >
          <X />
        </Button>
      </div>
      {messages.length > 0 ? (
        <p id={`${id}-problems`} role="alert" className="text-xs font-medium text-destructive">
          {messages.join(' ')}
        </p>
      ) : null}
    </div>
  );
}

function Cell({
  name,
  column,
  label,
  describedBy,
}: Readonly<{ name: string; column: RowColumn; label: string; describedBy?: string }>) {
  const listId = useId();
  const { control } = useFormContext<FieldValues>();
  const { field, fieldState } = useController({ control, name });
  const aria = {
    'aria-label': label,
    'aria-invalid': fieldState.invalid || undefined,
    'aria-describedby': fieldState.invalid ? describedBy : undefined,
  };
  if (column.kind === 'checkbox') return <CheckboxCell field={field} column={column} label={label} />;
  if (column.kind === 'select') {
    return (
      <SimpleSelect
        ref={field.ref}
        value={String(field.value)}
        onValueChange={field.onChange}
        onBlur={field.onBlur}
        options={column.options ?? []}
        className="max-sm:col-start-1"
        {...aria}
      />
    );
  }
  return (
    <>
      <Input
        {...field}
        value={String(field.value ?? '')}
        placeholder={column.placeholder}
        list={column.suggestions ? listId : undefined}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        className="font-mono text-xs max-sm:col-start-1"
        {...aria}
      />
      {column.suggestions ? (
        <datalist id={listId}>
          {column.suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}

function CheckboxCell({
  field,
  column,
  label,
}: Readonly<{ field: ControllerRenderProps<FieldValues, string>; column: RowColumn; label: string }>) {
  return (
    <span className={cn('flex h-8 items-center gap-2 max-sm:col-start-1')}>
      <Checkbox
        ref={field.ref}
        checked={Boolean(field.value)}
        onCheckedChange={(checked) => field.onChange(checked)}
        onBlur={field.onBlur}
        aria-label={label}
      />
      <span aria-hidden="true" className="text-xs text-muted-foreground sm:hidden">
        {column.label}
      </span>
    </span>
  );
}

/** What concerns the list as a whole; messages of single cells show at their rows. */
function wholeMessage(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { message, root } = error as { message?: unknown; root?: { message?: unknown } };
  if (typeof message === 'string' && message !== '') return message;
  return typeof root?.message === 'string' ? root.message : undefined;
}
