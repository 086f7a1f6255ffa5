'use client';

import { FlaskConical, Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useId } from 'react';
import { type FieldValues, useController, useFieldArray, useFormContext } from 'react-hook-form';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Tooltip } from '@/components/ui/tooltip';

/** Bodies by media type. */
export function TemplateFields({
  name,
  label,
  description,
  empty,
  placeholder,
  workbench,
}: Readonly<{
  name: string;
  label: string;
  description?: ReactNode;
  empty: string;
  placeholder?: string;
  /** The way to the template workbench, by media type. */
  workbench?: (mediaType: string) => string;
}>) {
  const id = useId();
  const { control, getFieldState, formState } = useFormContext<FieldValues>();
  const { fields, append, remove } = useFieldArray({ control, name });
  const whole = getFieldState(name, formState).error?.message;
  return (
    <fieldset aria-labelledby={`${id}-label`} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-end justify-between gap-3">
        <div className="flex min-w-0 flex-col">
          <span id={`${id}-label`} className="text-sm font-medium">
            {label}
          </span>
          {description ? <div className="text-xs text-muted-foreground">{description}</div> : null}
        </div>
        <Button
          variant="outline"
          size="sm"
          onClick={() => append({ mediaType: fields.length === 0 ? 'application/json' : '', template: '' })}
        >
          <Plus /> Add template
        </Button>
      </div>
      {fields.length === 0 ? (
        <p className="rounded-md border border-dashed border-border px-3 py-2.5 text-xs text-muted-foreground">
          {empty}
        </p>
      ) : null}
      {fields.map((field, index) => (
        <Template
          key={field.id}
          name={`${name}.${index}`}
          label={`${label} ${index + 1}`}
          placeholder={placeholder}
          workbench={workbench}
          onRemove={() => remove(index)}
        />
      ))}
      {whole ? (
        <p role="alert" className="text-xs font-medium text-destructive">
          {whole}
        </p>
      ) : null}
    </fieldset>
  );
}

function Template({
  name,
  label,
  placeholder,
  workbench,
  onRemove,
}: Readonly<{
  name: string;
  label: string;
  placeholder?: string | undefined;
  workbench?: ((mediaType: string) => string) | undefined;
  onRemove: () => void;
}>) {
  const { control, formState } = useFormContext<FieldValues>();
  const mediaType = useController({ control, name: `${name}.mediaType` });
  const template = useController({ control, name: `${name}.template` });
  const messages = [mediaType.fieldState.error?.message, template.fieldState.error?.message].filter(Boolean);
  return (
    <div className="flex flex-col gap-1">
      <div className="overflow-hidden rounded-md border border-input bg-card focus-within:border-ring">
        <div className="flex items-center gap-1 border-b border-border bg-muted/50 pr-1">
          <Input
            {...mediaType.field}
            aria-label={`Media type of ${label.toLowerCase()}`}
            aria-invalid={mediaType.fieldState.invalid || undefined}
            placeholder="application/json"
            spellCheck={false}
            autoCapitalize="off"
            className="h-8 border-0 bg-transparent font-mono text-xs shadow-none focus-visible:outline-none"
          />
          {workbench ? (
            <WorkbenchLink
              label={label}
              href={workbench(String(mediaType.field.value))}
              // The workbench edits what is saved, and leaving would lose what is not.
              disabled={formState.isDirty}
            />
          ) : null}
          <Button variant="ghost" size="icon-xs" aria-label={`Remove ${label.toLowerCase()}`} onClick={onRemove}>
            <Trash2 />
          </Button>
        </div>
        <CodeEditor
          {...template.field}
          aria-label={`Text of ${label.toLowerCase()}`}
          aria-invalid={template.fieldState.invalid || undefined}
          placeholder={placeholder}
          language={String(mediaType.field.value).includes('json') ? 'json' : 'text'}
          // Templates are text: what MOCK reads may be looser than JSON, and the server says what it can't take.
          problem={null}
          minLines={4}
          className="[&>div]:rounded-none [&>div]:border-0 [&>div]:shadow-none"
        />
      </div>
      {messages.length > 0 ? (
        <p role="alert" className="text-xs font-medium text-destructive">
          {messages.join(' ')}
        </p>
      ) : null}
    </div>
  );
}

function WorkbenchLink({ label, href, disabled }: Readonly<{ label: string; href: string; disabled: boolean }>) {
  const text = `Open ${label.toLowerCase()} in the workbench`;
  if (disabled) {
    return (
      <Tooltip content="Save first: the workbench edits what is saved.">
        <Button variant="ghost" size="xs" aria-label={text} aria-disabled="true" className="opacity-50">
          <FlaskConical /> Workbench
        </Button>
      </Tooltip>
    );
  }
  return (
    <Button variant="ghost" size="xs" aria-label={text} render={<Link href={href} />}>
      <FlaskConical /> Workbench
    </Button>
  );
}
