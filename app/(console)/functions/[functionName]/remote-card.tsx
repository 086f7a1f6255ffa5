'use client';

import { useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { useAction } from '@/components/form/use-action';
import { useActionForm } from '@/components/form/use-action-form';
import { RemoteFields } from '@/components/function/remote-fields';
import { useShowFunction } from '@/components/function/use-show-function';
import { ConfirmDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { updateRemoteFunctionAction } from '@/lib/actions/function';
import { useCan } from '@/lib/client/member';
import { publishText } from '@/lib/client/publish-text';
import { type FunctionDetail, updateRemoteFunctionInput } from '@/lib/contract/function';

const fields = z.object({
  endpointUrl: z.string(),
  remoteName: z.string(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});

/** Where a remote function is. Its secret is written, never read. */
export function RemoteCard({ detail }: Readonly<{ detail: FunctionDetail }>) {
  const show = useShowFunction();
  const mayWrite = useCan('function:write');
  const [removing, setRemoving] = useState(false);
  const { remote } = detail;
  const stored = remote?.accessKeyId ?? '';
  const schema = z.object({ description: z.string(), remote: fields }).superRefine((values, context) => {
    const checked = updateRemoteFunctionInput.safeParse(toInput(detail, values));
    for (const issue of checked.success ? [] : checked.error.issues) {
      const path = issue.path.map(String).filter((part) => part !== 'credentials');
      context.addIssue({
        code: 'custom',
        path: path[0] === 'description' ? path : ['remote', ...path],
        message: issue.message,
      });
    }
  });
  const values = {
    description: detail.description,
    remote: {
      endpointUrl: remote?.endpointUrl ?? '',
      remoteName: remote?.remoteName ?? '',
      region: remote?.region ?? '',
      accessKeyId: stored,
      secretAccessKey: '',
    },
  };
  const actionForm = useActionForm(
    schema,
    (input: z.output<typeof schema>) => updateRemoteFunctionAction(toInput(detail, input)),
    {
      defaultValues: values,
      values,
      success: ({ publish }) => `Endpoint saved. ${publishText(publish)}`,
      onSuccess: (changed) => {
        show(changed);
        actionForm.form.setValue('remote.secretAccessKey', '');
      },
    },
  );
  const unsign = useAction(updateRemoteFunctionAction, { success: 'Calls are no longer signed.', onSuccess: show });
  return (
    <>
      <FormCard
        actionForm={actionForm}
        title="Endpoint"
        description="Where the function runs. Its code, settings and versions are kept there."
        submitLabel="Save endpoint"
        readOnly={!mayWrite}
        hint={
          mayWrite && stored !== '' ? (
            <Button variant="ghost" size="sm" onClick={() => setRemoving(true)}>
              Remove credentials
            </Button>
          ) : undefined
        }
      >
        <Field control={actionForm.form.control} name="description" label="Description">
          {(field) => <Input {...field} autoComplete="off" />}
        </Field>
        <RemoteFields prefix="remote" credentials={stored === '' ? 'optional' : 'stored'} />
      </FormCard>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title="Remove the credentials?"
        description="Calls go out unsigned from then on. The secret can’t be had again."
        confirmLabel="Remove credentials"
        onConfirm={async () =>
          (await unsign.run({ functionName: detail.name, version: detail.version, credentials: null })) !== null
        }
      />
    </>
  );
}

/** An empty secret keeps what is stored, as long as the key's id is the stored one. */
function toInput(
  detail: FunctionDetail,
  {
    description,
    remote: { accessKeyId, secretAccessKey, ...place },
  }: {
    readonly description: string;
    readonly remote: z.output<typeof fields>;
  },
) {
  const isKept = secretAccessKey === '' && accessKeyId === (detail.remote?.accessKeyId ?? '');
  return {
    functionName: detail.name,
    version: detail.version,
    description,
    ...place,
    ...(isKept ? {} : { credentials: { accessKeyId, secretAccessKey } }),
  };
}
