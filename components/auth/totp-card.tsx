'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FormDialog } from '@/components/form/shells';
import { useActionForm } from '@/components/form/use-action-form';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card';
import {
  Dialog,
  DialogBody,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog';
import { RelativeTime } from '@/components/ui/relative-time';
import { disableTotpAction, renewRecoveryCodesAction } from '@/lib/actions/totp';
import { type TotpStatus, totpCodeInput } from '@/lib/contract/account';
import { CodeField } from './code-field';
import { EnrolTotp } from './enrol-totp';
import { RecoveryCodes } from './recovery-codes';

type Open = 'enrol' | 'disable' | 'renew' | null;

/** One's own authenticator app. */
export function TotpCard({ status }: Readonly<{ status: TotpStatus }>) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const close = () => {
    setOpen(null);
    router.refresh();
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          Authenticator app {status.since ? <Badge variant="success">On</Badge> : <Badge>Off</Badge>}
        </CardTitle>
        <CardDescription>Signing in asks for a code of the app after the password.</CardDescription>
      </CardHeader>
      <CardContent className="flex flex-wrap items-center gap-2">
        {status.since ? (
          <>
            <p className="w-full text-sm text-muted-foreground">
              On since <RelativeTime at={status.since} />. {codesLeft(status.recoveryCodesLeft)}
            </p>
            <Button variant="outline" onClick={() => setOpen('renew')}>
              New recovery codes
            </Button>
            <Button variant="outline" onClick={() => setOpen('disable')}>
              Turn off
            </Button>
          </>
        ) : status.hasPassword ? (
          <Button onClick={() => setOpen('enrol')}>Set up</Button>
        ) : (
          <p className="text-sm text-muted-foreground">
            You sign in at an outside provider: turn on its second factor there.
          </p>
        )}
      </CardContent>
      <Dialog open={open === 'enrol'} onOpenChange={(isOpen) => (isOpen ? undefined : close())}>
        <DialogContent size="sm">
          <DialogHeader>
            <DialogTitle>Set up an authenticator app</DialogTitle>
            <DialogDescription>Your other browsers will be signed out.</DialogDescription>
          </DialogHeader>
          <DialogBody>
            <EnrolTotp onDone={close} />
          </DialogBody>
        </DialogContent>
      </Dialog>
      {open === 'disable' ? <DisableDialog onClose={close} /> : null}
      {open === 'renew' ? <RenewDialog onClose={close} /> : null}
    </Card>
  );
}

const codesLeft = (count: number): string =>
  count === 0
    ? 'No recovery code is left: make new ones.'
    : `${count} recovery ${count === 1 ? 'code is' : 'codes are'} left.`;

const OR_RECOVERY = 'Of your app, or one of your recovery codes.';

function DisableDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const actionForm = useActionForm(totpCodeInput, disableTotpAction, {
    defaultValues: { code: '' },
    success: 'Signing in takes the password alone now.',
    onSuccess: onClose,
  });
  return (
    <FormDialog
      open
      size="sm"
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      actionForm={actionForm}
      title="Turn off the authenticator app"
      description="Your recovery codes end with it."
      submitLabel="Turn off"
    >
      <CodeField control={actionForm.form.control} description={OR_RECOVERY} />
    </FormDialog>
  );
}

function RenewDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const actionForm = useActionForm(totpCodeInput, renewRecoveryCodesAction, {
    defaultValues: { code: '' },
    onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });
  if (codes === null) {
    return (
      <FormDialog
        open
        size="sm"
        onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
        actionForm={actionForm}
        title="New recovery codes"
        description="Those you have now end with it."
        submitLabel="Make new codes"
      >
        <CodeField control={actionForm.form.control} description={OR_RECOVERY} />
      </FormDialog>
    );
  }
  return (
    <Dialog open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <DialogContent size="sm">
        <DialogHeader>
          <DialogTitle>New recovery codes</DialogTitle>
        </DialogHeader>
        <DialogBody className="flex flex-col gap-4">
          <RecoveryCodes codes={codes} />
          <Button onClick={onClose}>I have kept them</Button>
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
