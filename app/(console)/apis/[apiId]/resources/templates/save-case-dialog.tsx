'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { useRefreshApis } from '@/components/rest-api/use-refresh-api';
import { Input } from '@/components/ui/input';
import { RadioCard, RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { createTemplateCaseAction } from '@/lib/actions/template-case';
import { CASE_COMPARISONS, canonicalJson, createTemplateCaseInput } from '@/lib/contract/template-case';
import type { TemplateSample } from '@/lib/contract/template-rendering';
import type { TemplatePlace } from './template-place';

const schema = z.object({
  name: createTemplateCaseInput.shape.name,
  comparison: z.enum(CASE_COMPARISONS),
  expected: createTemplateCaseInput.shape.expected,
});

/** Keeps the sample and what must come of it. */
export function SaveCaseDialog({
  apiId,
  place,
  sample,
  output,
  open,
  onOpenChange,
  onSaved,
}: Readonly<{
  apiId: string;
  place: TemplatePlace;
  sample: TemplateSample;
  output: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSaved: (name: string) => void;
}>) {
  const refresh = useRefreshApis();
  const { resourceId, httpMethod, direction, statusCode, templateKey } = place;
  const actionForm = useActionForm(
    schema,
    (values) =>
      createTemplateCaseAction({
        ...{ restApiId: apiId, resourceId, httpMethod, direction, statusCode, templateKey, sample, ...values },
      }),
    {
      defaultValues: { name: '', comparison: canonicalJson(output) === undefined ? 'EXACT' : 'JSON', expected: output },
      success: ({ name }) => `The case ${name} was saved. Every deploy runs it.`,
      resetTo: 'values',
      onSuccess: async ({ name }) => {
        await refresh();
        onOpenChange(false);
        onSaved(name);
      },
    },
  );
  const { control } = actionForm.form;
  return (
    <FormDialog
      actionForm={actionForm}
      title="Save as a case"
      description="With the sample as it is now. A deploy on which it comes out otherwise is stopped."
      submitLabel="Save case"
      size="lg"
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field control={control} name="name" label="Name" required>
        {(field) => <Input {...field} placeholder="A pet without a name" autoComplete="off" />}
      </Field>
      <Field control={control} name="comparison" label="Compare">
        {({ value, onChange, ref, onBlur }) => (
          <RadioGroup
            value={value}
            onValueChange={onChange}
            ref={ref}
            onBlur={onBlur}
            className="grid gap-2 sm:grid-cols-2"
          >
            <RadioCard value="EXACT" title="To the character" description="White space and line ends count." />
            <RadioCard value="JSON" title="As JSON" description="White space and the order of members do not." />
          </RadioGroup>
        )}
      </Field>
      <Field control={control} name="expected" label="Expected output">
        {(field) => <Textarea {...field} rows={8} spellCheck={false} className="font-mono text-xs" />}
      </Field>
    </FormDialog>
  );
}
