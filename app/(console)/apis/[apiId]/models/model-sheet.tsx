'use client';

import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { CodeEditor } from '@/components/code-editor/code-editor';
import type { CodeProblem } from '@/components/code-editor/editing';
import {
  Field,
  FormControl,
  FormDescription,
  FormField,
  FormItem,
  FormLabel,
  FormMessage,
} from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { ConflictAlert } from '@/components/method/conflict-alert';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import { createModelAction, updateModelAction } from '@/lib/actions/model';
import { createModelInput, type ModelDetail, modelUrl } from '@/lib/contract/model';
import { modelTemplate } from '@/lib/contract/model-template';
import { hrefOfUse, textOfUse } from './model-use';

const { name, contentType, description, schema: schemaText } = createModelInput.shape;
const schema = z.object({ name, contentType, description, schema: schemaText });

const NEW_SCHEMA = `{
  "$schema": "http://json-schema.org/draft-04/schema#",
  "type": "object",
  "required": ["name"],
  "properties": {
    "name": { "type": "string" }
  }
}`;

interface Props {
  apiId: string;
  /** Null: a new one. */
  model: ModelDetail | null;
  models: readonly ModelDetail[];
  readOnly: boolean;
  onClose: () => void;
  onReload: () => Promise<ModelDetail | undefined>;
}

/** Edits from the model as it was when the sheet was opened, whatever is refreshed behind it. */
export function ModelSheet({ model, onReload, ...props }: Readonly<Props>) {
  const [opened, setOpened] = useState({ model, times: 0 });
  return (
    <ModelForm
      {...props}
      key={opened.times}
      model={opened.model}
      onReload={async () => {
        const fresh = await onReload();
        setOpened((was) => ({ model: fresh ?? was.model, times: was.times + 1 }));
        return fresh;
      }}
    />
  );
}

function ModelForm({ apiId, model, models, readOnly, onClose, onReload }: Readonly<Props>) {
  const refresh = useRefreshApis();
  const actionForm = useActionForm(
    schema,
    (values) =>
      model === null
        ? createModelAction({ restApiId: apiId, ...values })
        : updateModelAction({
            restApiId: apiId,
            modelName: model.name,
            version: model.version,
            description: values.description,
            schema: values.schema,
          }),
    {
      defaultValues: {
        name: model?.name ?? '',
        contentType: model?.contentType ?? 'application/json',
        description: model?.description ?? '',
        schema: model?.schema ?? NEW_SCHEMA,
      },
      success: (saved) => `The model ${saved.name} was saved. Deploy to make it live.`,
      onReload: () => void onReload(),
      onSuccess: () => {
        void refresh();
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  return (
    <FormSheet
      actionForm={actionForm}
      title={model?.name ?? 'Create model'}
      description={
        model === null
          ? 'A JSON schema (draft-04) of a request’s or a response’s body.'
          : `For bodies of ${model.contentType}. As on API Gateway, name and content type stay.`
      }
      submitLabel={model === null ? 'Create model' : 'Save model'}
      size="xl"
      readOnly={readOnly}
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
    >
      <ConflictAlert error={actionForm.error} onReload={() => void onReload()} />
      {model === null ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field control={control} name="name" label="Name" description="Letters and digits." required>
            {(field) => <Input {...field} spellCheck={false} autoComplete="off" className="font-mono text-xs" />}
          </Field>
          <Field control={control} name="contentType" label="Content type" required>
            {(field) => <Input {...field} value={field.value ?? ''} spellCheck={false} className="font-mono text-xs" />}
          </Field>
        </div>
      ) : null}
      <Field control={control} name="description" label="Description">
        {(field) => <Input {...field} value={field.value ?? ''} />}
      </Field>
      <FormField
        control={control}
        name="schema"
        render={({ field, fieldState }) => {
          const problem = lineProblem(fieldState.error?.message);
          return (
            <FormItem>
              <FormLabel required>Schema</FormLabel>
              <FormControl>
                <CodeEditor {...field} problem={problem} readOnly={readOnly} minLines={12} />
              </FormControl>
              <FormDescription>
                Refer to another model with{' '}
                <code className="font-mono text-2xs wrap-anywhere">{`{"$ref": "${modelUrl(apiId, 'NAME')}"}`}</code>, to
                a part of this one with <code className="font-mono text-2xs">#/definitions/NAME</code>.
              </FormDescription>
              {problem ? null : <FormMessage />}
            </FormItem>
          );
        }}
      />
      {model !== null ? <UsedBy apiId={apiId} model={model} /> : null}
      <Skeleton models={models} />
    </FormSheet>
  );
}

/** The server says "Line 5: …": the editor marks that line itself. */
function lineProblem(message: string | undefined): CodeProblem | undefined {
  const [, line, text] = /^Line (\d+): (.*)$/s.exec(message ?? '') ?? [];
  return line === undefined || text === undefined ? undefined : { line: Number(line), message: text };
}

function UsedBy({ apiId, model }: Readonly<{ apiId: string; model: ModelDetail }>) {
  return (
    <section aria-label="Used by" className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-sm font-medium">Used by</h3>
        <CopyButton value={modelUrl(apiId, model.name)} variant="outline" size="sm">
          Copy reference
        </CopyButton>
      </div>
      {model.usedBy.length === 0 ? (
        <p className="rounded-md border border-dashed border-border px-3 py-2.5 text-xs text-muted-foreground">
          Nothing yet. Choose it in a method’s request or response.
        </p>
      ) : (
        <ul className="divide-y divide-border rounded-md border border-border">
          {model.usedBy.map((use) => (
            <li key={textOfUse(use)} className="px-3 py-1.5">
              <Link
                href={hrefOfUse(apiId, use)}
                className="rounded-sm font-mono text-xs text-info underline-offset-4 wrap-anywhere hover:underline"
              >
                {textOfUse(use)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A mapping template to start from, for the schema as it stands in the editor. */
function Skeleton({ models }: Readonly<{ models: readonly ModelDetail[] }>) {
  const text = useWatch<z.input<typeof schema>, 'schema'>({ name: 'schema' });
  const template = useMemo(
    () => modelTemplate(text, { models: Object.fromEntries(models.map((model) => [model.name, model.schema])) }),
    [text, models],
  );
  if (template === undefined) return null;
  return (
    <section aria-label="Mapping template" className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">Mapping template</h3>
      <p className="text-xs text-muted-foreground">
        Writes a body of this model from an input that looks like it: a start for an integration’s template.
      </p>
      <CodeBlock code={template} copyLabel="Copy template" maxHeight="16rem" />
    </section>
  );
}
