'use client';

import { z } from 'zod';
import { CodeEditor } from '@/components/code-editor/code-editor';
import { Field } from '@/components/form/form';
import { FormCard } from '@/components/form/shells';
import { showRestApi } from '@/components/rest-api/use-refresh-api';
import { useSettingsForm } from '@/components/rest-api/use-settings-form';
import { Button } from '@/components/ui/button';
import { updateRestApiAction } from '@/lib/actions/rest-api';
import { POLICY_TEMPLATES } from '@/lib/contract/resource-policy-templates';
import { MAX_RESOURCE_POLICY_LENGTH, type RestApiDetail } from '@/lib/contract/rest-api';

const schema = z.object({
  policy: z.string().max(MAX_RESOURCE_POLICY_LENGTH, 'A resource policy has at most 8,192 characters.'),
});

export function PolicyCard({ api, readOnly }: Readonly<{ api: RestApiDetail; readOnly: boolean }>) {
  const actionForm = useSettingsForm(
    schema,
    `API ${api.name}`,
    { policy: api.policy ?? '' },
    ({ policy }) => updateRestApiAction({ restApiId: api.id, version: api.version, policy }),
    { success: () => 'The resource policy was saved', onSaved: showRestApi },
  );
  const { form, dirty } = actionForm;
  const isEmpty = form.watch('policy').trim() === '';
  return (
    <FormCard
      actionForm={actionForm}
      title="Resource policy"
      submitLabel="Save resource policy"
      readOnly={readOnly}
      hint={dirty ? 'Changes take effect with the next deployment.' : null}
    >
      <Field
        control={form.control}
        name="policy"
        label="Policy document"
        description="Who may call the API, by address, VPC endpoint or principal. What nothing allows is denied, and a Deny outweighs every Allow. execute-api:/* stands for the whole API. Empty: no policy."
      >
        {({ value, onChange, ...field }) => (
          <CodeEditor {...field} value={value} onChange={onChange} readOnly={readOnly} minLines={8} />
        )}
      </Field>
      {isEmpty && !readOnly ? (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-2 text-sm text-muted-foreground">Begin with an example</legend>
          {POLICY_TEMPLATES.map(({ label, text }) => (
            <Button
              key={label}
              type="button"
              variant="outline"
              size="sm"
              onClick={() => form.setValue('policy', text, { shouldDirty: true })}
            >
              {label}
            </Button>
          ))}
        </fieldset>
      ) : null}
    </FormCard>
  );
}
