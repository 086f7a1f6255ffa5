'use client';

import { useRouter } from 'next/navigation';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { Input } from '@/components/ui/input';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { createRestApiAction } from '@/lib/actions/rest-api';
import { routes } from '@/lib/client/routes';
import { createRestApiInput } from '@/lib/contract/rest-api';

const ENDPOINT_TYPES = [
  {
    value: 'REGIONAL',
    title: 'Regional',
    description: 'Clients talk to this gateway. Headers reach it as they were sent.',
  },
  {
    value: 'EDGE',
    title: 'Edge-optimized',
    description: 'Also through edge hops, where they run. API Gateway’s default.',
  },
  {
    value: 'PRIVATE',
    title: 'Private',
    description: 'Through VPC endpoints only, for callers that its resource policy allows.',
  },
] as const;

export function CreateApiDialog({
  open,
  onOpenChange,
}: Readonly<{ open: boolean; onOpenChange: (open: boolean) => void }>) {
  const router = useRouter();
  const refresh = useRefreshApis();
  const actionForm = useActionForm(createRestApiInput, createRestApiAction, {
    defaultValues: { name: '', description: '', endpointType: 'REGIONAL' },
    resetTo: 'defaults',
    success: (api) => `API “${api.name}” was created`,
    onSuccess: (api) => {
      router.push(routes.api(api.id).resources());
      void refresh();
    },
  });
  const { form } = actionForm;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Create API"
      description="It starts with the root resource. Add resources and methods, then deploy it to a stage."
      submitLabel="Create API"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field control={form.control} name="name" label="Name" required>
        {(field) => <Input {...field} placeholder="Pet store" autoComplete="off" />}
      </Field>
      <Field control={form.control} name="description" label="Description">
        {(field) => <Textarea {...field} value={field.value ?? ''} rows={2} placeholder="What it is for" />}
      </Field>
      <Field control={form.control} name="endpointType" label="Endpoint type">
        {({ value, onChange, ref, onBlur }) => (
          <RadioGroup value={value} onValueChange={onChange} ref={ref} onBlur={onBlur}>
            {ENDPOINT_TYPES.map((type) => (
              <RadioCard key={type.value} value={type.value} title={type.title} description={type.description} />
            ))}
          </RadioGroup>
        )}
      </Field>
    </FormDialog>
  );
}
