import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { SignInForm } from '@/components/auth/sign-in-form';
import { AuthShell } from '@/components/layout/auth-shell';
import { safeCallbackUrl } from '@/lib/auth/callback-url';
import { signInProviders } from '@/lib/auth/providers';
import { routes } from '@/lib/client/routes';
import { needsFirstOwner } from '@/lib/control/account/create-first-owner';
import { newUuid } from '@/lib/ids';
import { createCtx } from '@/lib/server/context';
import { currentUser } from '@/lib/server/session';
import { signInHints } from '@/lib/server/sign-in-hints';
import { FirstOwnerForm } from './first-owner-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function Page({
  searchParams,
}: Readonly<{ searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }> }>) {
  const { callbackUrl, error } = await searchParams;
  const target = safeCallbackUrl(callbackUrl, routes.home());
  if (await currentUser()) redirect(target);
  if (await needsFirstOwner(await createCtx(newUuid()))) {
    return (
      <AuthShell
        title="Set up Gatehouse"
        description="Nobody is here yet. The first person becomes the owner and can add everyone else."
      >
        <FirstOwnerForm />
      </AuthShell>
    );
  }
  return (
    <AuthShell
      title="Sign in to Gatehouse"
      description="The console for API owners."
      footer={
        <>
          Looking for an API to use?{' '}
          <Link href={routes.portal.home()} className="font-medium text-foreground underline underline-offset-4">
            Developer portal
          </Link>
        </>
      }
    >
      <ProviderButtons providers={signInProviders()} callbackUrl={target} />
      <SignInForm
        callbackUrl={target}
        initialError={typeof error === 'string' ? errorText(error) : undefined}
        hints={await signInHints()}
      />
    </AuthShell>
  );
}

/** next-auth's own codes are no sentences; what our providers refuse with is. */
function errorText(error: string): string {
  return /^[A-Za-z]+$/.test(error) ? 'Signing in did not work. Try again.' : error;
}
