import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { SignInForm } from '@/components/auth/sign-in-form';
import { AuthShell } from '@/components/layout/auth-shell';
import { safeCallbackUrl } from '@/lib/auth/callback-url';
import { signInProviders } from '@/lib/auth/providers';
import { routes } from '@/lib/client/routes';
import { currentUser } from '@/lib/server/session';
import { signInHints } from '@/lib/server/sign-in-hints';

export const metadata: Metadata = { title: 'Sign in to the developer portal' };

export default async function Page({
  searchParams,
}: Readonly<{ searchParams: Promise<{ callbackUrl?: string | string[] }> }>) {
  const { callbackUrl } = await searchParams;
  const target = safeCallbackUrl(callbackUrl, routes.portal.home());
  if (await currentUser()) redirect(target);
  return (
    <AuthShell
      title="Sign in to the developer portal"
      footer={
        <>
          New here?{' '}
          <Link
            href={routes.portal.signUp({ callbackUrl: target })}
            className="font-medium text-foreground underline underline-offset-4"
          >
            Sign up
          </Link>
        </>
      }
    >
      <ProviderButtons providers={signInProviders()} callbackUrl={target} />
      <SignInForm callbackUrl={target} hints={await signInHints()} />
    </AuthShell>
  );
}
