'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { KeyCallSample } from '@/components/api-key/call-sample';
import { invalidateKeys } from '@/components/api-key/key-overlays';
import { KeyValueDialog } from '@/components/api-key/key-value-dialog';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Alert } from '@/components/ui/alert';
import { MultiCombobox } from '@/components/ui/combobox';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { quotaShort, throttleShort } from '@/components/usage-plan/limit-text';
import { createApiKeyAction } from '@/lib/actions/api-key';
import { useUsagePlans } from '@/lib/client/usage-plans';
import { type ApiKeyWithValue, type CreateApiKeyInput, createApiKeyInput } from '@/lib/contract/api-key';

/** Makes a key and then shows its value, with a call to try it. */
export function CreateKeyDialog({
  usagePlanId,
  onClose,
}: Readonly<{ /** The plan it starts in. */ usagePlanId?: string; onClose: () => void }>) {
  const client = useQueryClient();
  const plans = useUsagePlans();
  const [created, setCreated] = useState<ApiKeyWithValue | null>(null);
  const [ownValue, setOwnValue] = useState(false);
  const ownValueId = useId();
  const actionForm = useActionForm(createApiKeyInput, createApiKeyAction, {
    defaultValues: {
      name: '',
      description: '',
      enabled: true,
      customerId: '',
      usagePlanIds: usagePlanId ? [usagePlanId] : [],
    } satisfies CreateApiKeyInput,
    onSuccess: async (data) => {
      setCreated(data);
      await invalidateKeys(client);
    },
  });

  if (created) {
    return (
      <KeyValueDialog
        title={`“${created.name}” is ready`}
        description="Copy the value now. It can be revealed again later; each time is written to the audit log."
        value={created.value}
        onClose={onClose}
      >
        {created.usagePlans.length > 0 ? (
          <KeyCallSample usagePlanIds={created.usagePlans.map((plan) => plan.id)} apiKey={created.value} />
        ) : (
          <Alert variant="warning" title="In no usage plan yet">
            Methods that require a key refuse it until it is added to a plan that has their stage.
          </Alert>
        )}
      </KeyValueDialog>
    );
  }

  const { control, setValue } = actionForm.form;
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      actionForm={actionForm}
      title="Create API key"
      description="The value is made for you: 40 random characters."
      submitLabel="Create key"
    >
      <Field control={control} name="name" label="Name" required description="Whose key it is, or what it is for.">
        {(field) => <Input {...field} autoComplete="off" placeholder="mobile app" autoFocus />}
      </Field>
      <Field
        control={control}
        name="usagePlanIds"
        label="Usage plans"
        description="One plan for each stage that the key may call."
      >
        {({ value, onChange, ref: _ref, ...field }) => (
          <MultiCombobox
            {...field}
            value={value ?? []}
            onValueChange={onChange}
            placeholder={plans.isPending ? 'Loading…' : 'Choose plans…'}
            searchPlaceholder="Search plans"
            options={(plans.data ?? []).map((plan) => ({
              value: plan.id,
              label: plan.name,
              description: `${throttleShort(plan.throttle)} · ${quotaShort(plan.quota)}`,
            }))}
          />
        )}
      </Field>
      <Field control={control} name="description" label="Description">
        {(field) => <Textarea {...field} rows={2} />}
      </Field>
      <Field
        control={control}
        name="customerId"
        label="Customer id"
        description="Your own number for this customer, if you have one. Found by the search."
      >
        {(field) => <Input {...field} autoComplete="off" />}
      </Field>
      <div className="flex flex-col gap-3 border-t border-border pt-4">
        <div className="flex items-start justify-between gap-4 text-sm">
          <label htmlFor={ownValueId}>
            <span className="font-medium">Use my own value</span>
            <span className="block text-xs text-muted-foreground">For a key that is already in use somewhere.</span>
          </label>
          <Switch
            id={ownValueId}
            checked={ownValue}
            onCheckedChange={(on) => {
              setOwnValue(on);
              setValue('value', undefined, { shouldValidate: false });
            }}
          />
        </div>
        {ownValue ? (
          <Field control={control} name="value" label="Value" description="20–128 letters, digits, - and _.">
            {({ value, onChange, ...field }) => (
              <Input
                {...field}
                value={value ?? ''}
                onChange={(event) => onChange(event.target.value || undefined)}
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-xs"
              />
            )}
          </Field>
        ) : null}
      </div>
    </FormDialog>
  );
}
