'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { createRequestValidatorAction, updateRequestValidatorAction } from '@/lib/actions/request-validator';
import { createRequestValidatorInput, type RequestValidatorDetail } from '@/lib/contract/request-validator';

const schema = z.object({
  name: createRequestValidatorInput.shape.name,
  validateRequestBody: z.boolean(),
  validateRequestParameters: z.boolean(),
});

export function ValidatorDialog({
  apiId,
  validator,
  onClose,
}: Readonly<{ apiId: string; validator: RequestValidatorDetail | null; onClose: () => void }>) {
  const refresh = useRefreshApis();
  const actionForm = useActionForm(
    schema,
    (values) =>
      validator === null
        ? createRequestValidatorAction({ restApiId: apiId, ...values })
        : updateRequestValidatorAction({
            restApiId: apiId,
            requestValidatorId: validator.id,
            version: validator.version,
            ...values,
          }),
    {
      defaultValues: {
        name: validator?.name ?? '',
        validateRequestBody: validator?.validateRequestBody ?? true,
        validateRequestParameters: validator?.validateRequestParameters ?? false,
      },
      success: (saved) => `${saved.name} was saved. Deploy to make it live.`,
      onReload: () => void refresh(),
      onSuccess: () => {
        void refresh();
        onClose();
      },
    },
  );
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title={validator === null ? 'Create validator' : 'Edit validator'}
      description="For all methods that use it."
      submitLabel={validator === null ? 'Create validator' : 'Save validator'}
      open
      onOpenChange={(next) => (next ? undefined : onClose())}
    >
      <div className="flex flex-col gap-4">
        <Field control={control} name="name" label="Name" required>
          {(field) => <Input {...field} autoComplete="off" />}
        </Field>
        <Field
          control={control}
          name="validateRequestBody"
          label="Validate the body"
          description="Against the method’s model for its content type."
          layout="inline"
        >
          {({ value, onChange, ref, onBlur, name }) => (
            <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
          )}
        </Field>
        <Field
          control={control}
          name="validateRequestParameters"
          label="Validate parameters"
          description="Required headers, query and path parameters must be there and not blank."
          layout="inline"
        >
          {({ value, onChange, ref, onBlur, name }) => (
            <Switch checked={value} onCheckedChange={onChange} ref={ref} onBlur={onBlur} name={name} />
          )}
        </Field>
      </div>
    </FormDialog>
  );
}
