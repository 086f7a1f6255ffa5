'use client';

import { useState } from 'react';
import { Field, Form } from '@/components/form/form';
import { useActionForm } from '@/components/form/use-action-form';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Input } from '@/components/ui/input';
import { beginTotpAction, confirmTotpAction } from '@/lib/actions/totp';
import { beginTotpInput, type TotpEnrolment, totpCodeInput } from '@/lib/contract/account';
import { CodeField } from './code-field';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';

/** Password, then the app's secret, then its first code, then the recovery codes. */
export function EnrolTotp({ onDone }: Readonly<{ onDone: () => void }>) {
  const [enrolment, setEnrolment] = useState<TotpEnrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) {
    return (
      <div className="flex flex-col gap-4">
        <RecoveryCodes codes={codes} />
        <Button onClick={onDone}>I have kept them</Button>
      </div>
    );
  }
  if (enrolment === null) return <PasswordStep onBegun={setEnrolment} />;
  return <CodeStep enrolment={enrolment} onConfirmed={setCodes} />;
}

function PasswordStep({ onBegun }: Readonly<{ onBegun: (enrolment: TotpEnrolment) => void }>) {
  const actionForm = useActionForm(beginTotpInput, beginTotpAction, {
    defaultValues: { currentPassword: '' },
    resetTo: 'none',
    onSuccess: onBegun,
  });
  return (
    <Form form={actionForm.form} onSubmit={actionForm.submit} className="flex flex-col gap-4">
      <Field control={actionForm.form.control} name="currentPassword" label="Your password" required>
        {(field) => <Input {...field} type="password" autoComplete="current-password" autoFocus />}
      </Field>
      <Button type="submit" loading={actionForm.pending}>
        Continue
      </Button>
    </Form>
  );
}

function CodeStep({
  enrolment,
  onConfirmed,
}: Readonly<{ enrolment: TotpEnrolment; onConfirmed: (codes: readonly string[]) => void }>) {
  const actionForm = useActionForm(totpCodeInput, confirmTotpAction, {
    defaultValues: { code: '' },
    resetTo: 'none',
    onSuccess: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  });
  return (
    <Form form={actionForm.form} onSubmit={actionForm.submit} className="flex flex-col gap-4">
      <p className="text-sm text-muted-foreground">
        Scan this with an authenticator app, or type the key into it. Then enter the code it shows.
      </p>
      <div className="flex justify-center">
        <QrCode text={enrolment.uri} label="QR code of the key for authenticator apps" />
      </div>
      <div className="flex items-center gap-2 rounded-md border border-border bg-muted/50 py-1 pr-1 pl-3">
        <code data-slot="totp-key" className="min-w-0 flex-1 break-all font-mono text-xs">
          {enrolment.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
        </code>
        <CopyButton value={enrolment.secret} label="Copy key" />
      </div>
      <CodeField control={actionForm.form.control} />
      <Button type="submit" loading={actionForm.pending}>
        Turn on
      </Button>
    </Form>
  );
}
