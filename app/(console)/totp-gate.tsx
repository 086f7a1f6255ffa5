'use client';

import { EnrolTotp } from '@/components/auth/enrol-totp';
import { AuthShell } from '@/components/layout/auth-shell';
import { Button } from '@/components/ui/button';
import { signOut } from '@/lib/client/auth';
import { routes } from '@/lib/client/routes';

/** In place of the console, for owners whose account asks for what they do not have yet. */
export function TotpGate({ accountName }: Readonly<{ accountName: string }>) {
  return (
    <AuthShell
      title="Set up an authenticator app"
      description={`Owners of ${accountName} sign in with one. It takes a minute.`}
      footer={
        <Button variant="link" onClick={() => void signOut(routes.signIn())}>
          Sign out
        </Button>
      }
    >
      <EnrolTotp onDone={() => window.location.reload()} />
    </AuthShell>
  );
}
