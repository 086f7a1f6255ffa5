'use client';

import type { Control, FieldPath, FieldValues } from 'react-hook-form';
import { z } from 'zod';
import { Field } from '@/components/form/form';
import { type SelectOption, SimpleSelect } from '@/components/ui/select';
import { CONTENT_HANDLINGS } from '@/lib/contract/method';

/** A select has no value for "absent". */
const PASSTHROUGH = 'PASSTHROUGH';
export const contentHandlingChoice = z.enum([PASSTHROUGH, ...CONTENT_HANDLINGS]);
type Choice = z.infer<typeof contentHandlingChoice>;
type ContentHandling = (typeof CONTENT_HANDLINGS)[number];

export const toContentHandlingChoice = (value: ContentHandling | undefined): Choice => value ?? PASSTHROUGH;
export const fromContentHandlingChoice = (choice: Choice): ContentHandling | undefined =>
  choice === PASSTHROUGH ? undefined : choice;

const OPTIONS: readonly SelectOption<Choice>[] = [
  { value: 'PASSTHROUGH', label: 'Passthrough' },
  { value: 'CONVERT_TO_BINARY', label: 'Convert to binary', description: 'Base64 text becomes bytes' },
  { value: 'CONVERT_TO_TEXT', label: 'Convert to text', description: 'Bytes of a binary media type become Base64' },
];

export function ContentHandlingField<Values extends FieldValues>({
  control,
  name,
  description,
}: Readonly<{ control: Control<Values>; name: FieldPath<Values>; description: string }>) {
  return (
    <Field control={control} name={name} label="Content handling" description={description} className="max-w-72">
      {({ value, onChange, ref, onBlur }) => (
        <SimpleSelect value={value as Choice} onValueChange={onChange} ref={ref} onBlur={onBlur} options={OPTIONS} />
      )}
    </Field>
  );
}
