'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormSheet } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { ConflictAlert } from '@/components/method/conflict-alert';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import { updateServiceRoleAction } from '@/lib/actions/service-role';
import { publishText } from '@/lib/client/publish-text';
import { routes } from '@/lib/client/routes';
import { serviceRoleKeys } from '@/lib/client/service-roles';
import {
  type ServiceRole,
  serviceGrants,
  type UpdateServiceRoleInput,
  updateServiceRoleInput,
} from '@/lib/contract/service-role';
import { CredentialFields, ServiceGrantFields } from './role-fields';

const shape = z.object({
  description: z.string(),
  credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() }),
  services: serviceGrants,
});

/** What is stored of the key is never read: an empty secret keeps it, with the access key id it belongs to. */
function toInput(
  { name, version, accessKeyId }: ServiceRole,
  { credentials, ...fields }: z.output<typeof shape>,
): UpdateServiceRoleInput {
  const isKept =
    credentials.secretAccessKey === '' &&
    credentials.sessionToken === '' &&
    credentials.accessKeyId.trim() === accessKeyId;
  return { roleName: name, version, ...fields, ...(isKept ? {} : { credentials }) };
}

export function EditRoleSheet({
  role,
  readOnly,
  onClose,
}: Readonly<{ role: ServiceRole; readOnly: boolean; onClose: () => void }>) {
  const client = useQueryClient();
  const schema = shape.superRefine((values, context) => {
    const checked = updateServiceRoleInput.safeParse(toInput(role, values));
    for (const { path, message } of checked.success ? [] : checked.error.issues) {
      context.addIssue({ code: 'custom', path: path.map(String), message });
    }
  });
  const actionForm = useActionForm(
    schema,
    (values: z.output<typeof shape>) => updateServiceRoleAction(toInput(role, values)),
    {
      defaultValues: {
        description: role.description,
        credentials: { accessKeyId: role.accessKeyId, secretAccessKey: '', sessionToken: '' },
        services: role.services,
      },
      success: ({ publish }) => `Service role “${role.name}” was saved. ${publishText(publish)}`,
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: serviceRoleKeys.all });
        onClose();
      },
      onReload: () => {
        void client.invalidateQueries({ queryKey: serviceRoleKeys.all });
        onClose();
      },
    },
  );
  return (
    <FormSheet
      actionForm={actionForm}
      title={role.name}
      description={
        <span className="flex min-w-0 items-center gap-1">
          <span className="truncate font-mono text-xs">{role.arn}</span>
          <CopyButton value={role.arn} label="Copy ARN" />
        </span>
      }
      submitLabel="Save service role"
      size="xl"
      readOnly={readOnly}
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      <ConflictAlert error={actionForm.error} onReload={onClose} />
      <Field control={actionForm.form.control} name="description" label="Description">
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
      <CredentialFields stored />
      <ServiceGrantFields />
      <UsedBy role={role} />
    </FormSheet>
  );
}

function UsedBy({ role }: Readonly<{ role: ServiceRole }>) {
  return (
    <section aria-labelledby="role-used-by" className="flex flex-col gap-2">
      <h3 id="role-used-by" className="text-sm font-medium">
        Used by
      </h3>
      {role.usedBy.length === 0 ? (
        <p className="rounded-md border border-dashed border-border px-3 py-2.5 text-xs text-muted-foreground">
          No method calls a service with it.
        </p>
      ) : (
        <ul className="flex flex-col divide-y divide-border rounded-md border border-border text-sm">
          {role.usedBy.map(({ restApiId, apiName, method, stageName }) => (
            <li
              key={`${restApiId} ${method} ${stageName}`}
              className="flex flex-wrap items-center justify-between gap-x-3 px-3 py-2"
            >
              <Link
                href={stageName === null ? routes.api(restApiId).resources() : routes.api(restApiId).stage(stageName)}
                className="font-mono text-xs underline-offset-4 hover:underline"
              >
                {method}
              </Link>
              <span className="text-xs text-muted-foreground">
                {apiName}, {stageName === null ? 'working copy' : `stage ${stageName}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
