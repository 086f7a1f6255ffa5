'use client';

import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { showResource, useShowChange } from '@/components/rest-api/use-refresh-api';
import { InputGroup } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { createResourceAction } from '@/lib/actions/resource';
import { pathPart, type ResourceNode } from '@/lib/contract/resource';
import { joinPath } from './tree/tree-model';

const schema = z.object({
  // People paste "/pets": the slash is the tree's, not the part's.
  pathPart: z
    .string()
    .transform((text) => text.trim().replace(/^\/+|\/+$/g, ''))
    .pipe(pathPart),
  cors: z.boolean(),
});

export function CreateResourceDialog({
  apiId,
  parent,
  open,
  onOpenChange,
  onCreated,
}: Readonly<{
  apiId: string;
  parent: ResourceNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCreated: (resourceId: string) => void;
}>) {
  const show = useShowChange();
  const actionForm = useActionForm(
    schema,
    (values) => createResourceAction({ restApiId: apiId, parentId: parent.id, ...values }),
    {
      defaultValues: { pathPart: '', cors: false },
      resetTo: 'defaults',
      success: (resource) => `Resource ${resource.path} was created`,
      onSuccess: (resource) => {
        show(showResource(apiId, resource));
        onOpenChange(false);
        onCreated(resource.id);
      },
    },
  );
  const { form } = actionForm;
  const typed = useWatch({ control: form.control, name: 'pathPart' })
    .trim()
    .replace(/^\/+|\/+$/g, '');
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create resource"
      submitLabel="Create resource"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field
        control={form.control}
        name="pathPart"
        label="Path part"
        required
        description={
          <>
            One segment: <code className="font-mono">pets</code>, a variable such as{' '}
            <code className="font-mono">{'{petId}'}</code>, or <code className="font-mono">{'{proxy+}'}</code> for all
            that follows.
          </>
        }
      >
        {(field) => (
          <InputGroup
            {...field}
            before={
              <span className="-mr-2 max-w-40 truncate font-mono text-xs sm:max-w-64">
                {parent.path === '/' ? '/' : `${parent.path}/`}
              </span>
            }
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
          />
        )}
      </Field>
      <p className="-mt-1 h-4 truncate font-mono text-xs text-muted-foreground" aria-live="polite">
        {typed ? `→ ${joinPath(parent.path, typed)}` : ''}
      </p>
      <Field
        control={form.control}
        name="cors"
        label="CORS"
        description="Adds an OPTIONS method that lets browsers call it from any origin."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
        )}
      </Field>
    </FormDialog>
  );
}
