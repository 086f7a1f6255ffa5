'use client';

import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { count } from '@/components/rest-api/delete-api-dialog';
import { showResource, useRefreshApis, useShowChange } from '@/components/rest-api/use-refresh-api';
import { Combobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { updateResourceAction } from '@/lib/actions/resource';
import { pathPart, type ResourceNode } from '@/lib/contract/resource';
import { joinPath, moveTargets, subtreeOf } from './tree/tree-model';

const schema = z.object({ pathPart, parentId: z.string() });

interface Props {
  apiId: string;
  resource: ResourceNode;
  resources: readonly ResourceNode[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function MoveResourceDialog(props: Readonly<Props>) {
  // The form starts from the resource as it is when the dialog opens.
  return props.open ? <MoveForm {...props} /> : null;
}

function MoveForm({ apiId, resource, resources, open, onOpenChange }: Readonly<Props>) {
  const refresh = useRefreshApis();
  const show = useShowChange();
  const actionForm = useActionForm(
    schema,
    (values) =>
      updateResourceAction({ restApiId: apiId, resourceId: resource.id, version: resource.version, ...values }),
    {
      defaultValues: { pathPart: resource.pathPart, parentId: resource.parentId ?? '' },
      success: (moved) => `${resource.path} is now ${moved.path}`,
      onReload: () => void refresh().then(() => onOpenChange(false)),
      onSuccess: (moved) => {
        show(showResource(apiId, moved));
        onOpenChange(false);
      },
    },
  );
  const { control } = actionForm.form;
  const values = useWatch({ control });
  const parent = resources.find((node) => node.id === values.parentId);
  const below = subtreeOf(resources, resource.id).length - 1;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Rename or move"
      description={
        below > 0 ? `The ${count(below, 'resource')} below ${resource.path} come along.` : 'Its methods come along.'
      }
      submitLabel="Save"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field control={control} name="parentId" label="Parent">
        {({ value, onChange }) => (
          <Combobox
            options={moveTargets(resources, resource.id).map((node) => ({ value: node.id, label: node.path }))}
            value={value}
            onValueChange={(next) => onChange(next ?? value)}
            searchPlaceholder="Find a resource"
          />
        )}
      </Field>
      <Field control={control} name="pathPart" label="Path part" required>
        {(field) => (
          <Input {...field} autoComplete="off" autoCapitalize="off" spellCheck={false} className="font-mono" />
        )}
      </Field>
      <p className="h-4 truncate font-mono text-xs text-muted-foreground" aria-live="polite">
        {resource.path} → {joinPath(parent?.path ?? '/', values.pathPart ?? '')}
      </p>
    </FormDialog>
  );
}
