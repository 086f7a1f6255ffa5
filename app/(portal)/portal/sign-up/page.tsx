import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { ProviderButtons } from '@/components/auth/provider-buttons';
import { AuthShell } from '@/components/layout/auth-shell';
import { safeCallbackUrl } from '@/lib/auth/callback-url';
import { signInProviders } from '@/lib/auth/providers';
import { routes } from '@/lib/client/routes';
import { currentUser } from '@/lib/server/session';
import { SignUpForm } from './sign-up-form';

export const metadata: Metadata = { title: 'Sign up to the developer portal' };

export default async function Page({
  searchParams,
}: Readonly<{ searchParams: Promise<{ callbackUrl?: string | string[] }> }>) {
  const { callbackUrl } = await searchParams;
  const target = safeCallbackUrl(callbackUrl, routes.portal.home());
  if (await currentUser()) redirect(target);
  return (
    <AuthShell
      title="Sign up"
      description="For people who call APIs: subscribe to plans and get your own keys."
      footer={
        <>
          Have an account?{' '}
          <Link
            href={routes.portal.signIn({ callbackUrl: target })}
            className="font-medium text-foreground underline underline-offset-4"
          >
            Sign in
          </Link>
        </>
      }
    >
      <ProviderButtons providers={signInProviders()} callbackUrl={target} />
      <SignUpForm callbackUrl={target} />
    </AuthShell>
  );
}
