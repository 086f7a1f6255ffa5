'use client';

import { z } from 'zod';
import { Field } from '@/components/form/form';
import { NumberInput } from '@/components/form/number-input';
import { FormCard } from '@/components/form/shells';
import { showRestApi } from '@/components/rest-api/use-refresh-api';
import { useSettingsForm } from '@/components/rest-api/use-settings-form';
import { Switch } from '@/components/ui/switch';
import { Textarea } from '@/components/ui/textarea';
import { updateRestApiAction } from '@/lib/actions/rest-api';
import { binaryMediaTypes, minimumCompressionSize, type RestApiDetail } from '@/lib/contract/rest-api';

/** One per line is easier to edit than a list of fields; commas are what people paste. */
const mediaTypeLines = z.string().superRefine((text, context) => {
  const problem = binaryMediaTypes.safeParse(linesOf(text)).error?.issues[0];
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem.message });
});

const schema = z.object({
  mediaTypes: mediaTypeLines,
  compresses: z.boolean(),
  minimumCompressionSize: minimumCompressionSize.unwrap(),
});

const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter((line) => line !== '');

/** What the field offers when compression is switched on: below, a packet carries the answer either way. */
const USUAL_MINIMUM = 1024;

export function PayloadCard({ api, readOnly }: Readonly<{ api: RestApiDetail; readOnly: boolean }>) {
  const stored = {
    mediaTypes: api.binaryMediaTypes.join('\n'),
    compresses: api.minimumCompressionSize !== null,
    minimumCompressionSize: api.minimumCompressionSize ?? USUAL_MINIMUM,
  };
  const actionForm = useSettingsForm(
    schema,
    `API ${api.name}`,
    stored,
    (values) =>
      updateRestApiAction({
        restApiId: api.id,
        version: api.version,
        binaryMediaTypes: linesOf(values.mediaTypes),
        minimumCompressionSize: values.compresses ? values.minimumCompressionSize : null,
      }),
    { success: () => 'The payload settings were saved', onSaved: showRestApi },
  );
  const { form, dirty } = actionForm;
  return (
    <FormCard
      actionForm={actionForm}
      title="Payloads"
      submitLabel="Save payload settings"
      readOnly={readOnly}
      hint={dirty ? 'Changes take effect with the next deployment.' : null}
    >
      <Field
        control={form.control}
        name="mediaTypes"
        label="Binary media types"
        description="One per line, such as image/png, image/* or */*. Bodies of other types are text. The first type of a caller’s Accept header decides whether it gets bytes or Base64."
      >
        {(field) => (
          <Textarea
            {...field}
            rows={3}
            spellCheck={false}
            placeholder="None: all bodies are text"
            className="font-mono text-xs"
          />
        )}
      </Field>
      <Field
        control={form.control}
        name="compresses"
        label="Compress answers"
        description="With gzip or deflate, for callers that ask for it. Compressed requests are always accepted."
        layout="inline"
      >
        {({ value, onChange, ref, onBlur, name }) => (
          <Switch
            checked={value}
            onCheckedChange={(next) => {
              onChange(next);
              // What is hidden must not keep the form from being saved.
              if (!next) form.setValue('minimumCompressionSize', stored.minimumCompressionSize);
            }}
            ref={ref}
            onBlur={onBlur}
            name={name}
            disabled={readOnly}
          />
        )}
      </Field>
      {form.watch('compresses') ? (
        <Field
          control={form.control}
          name="minimumCompressionSize"
          label="Minimum size"
          description="Shorter answers stay plain: compressing them costs more than it saves."
          className="max-w-56"
        >
          {({ value, onChange, ref, onBlur, name }) => (
            <NumberInput
              value={value}
              onChange={onChange}
              ref={ref}
              onBlur={onBlur}
              name={name}
              integer
              min={0}
              max={10_485_760}
              step={256}
              unit="bytes"
            />
          )}
        </Field>
      ) : null}
    </FormCard>
  );
}
