'use client';

import type { Control } from 'react-hook-form';
import { Field } from '@/components/form/form';
import { Input } from '@/components/ui/input';
import type { TotpCodeInput } from '@/lib/contract/account';

export function CodeField({
  control,
  description,
}: Readonly<{ control: Control<TotpCodeInput>; description?: string }>) {
  return (
    <Field control={control} name="code" label="Code" required {...(description ? { description } : {})}>
      {(field) => <Input {...field} inputMode="text" autoComplete="one-time-code" spellCheck={false} autoFocus />}
    </Field>
  );
}
