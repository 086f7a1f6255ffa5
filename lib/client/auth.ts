import { signOut as endSession, signIn } from 'next-auth/react';
import { CODE_NEEDED } from '@/lib/contract/account';

export type SignInOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly message: string;
      /** The password is right, and a code of the authenticator app is asked for. */
      readonly needsCode: boolean;
    };

/** Signs in with a password; `message` is for people ("Wrong e-mail or password.", "Try again in 30 seconds."). */
export async function signInWithPassword(credentials: {
  readonly email: string;
  readonly password: string;
  readonly code?: string;
}): Promise<SignInOutcome> {
  const outcome = await signIn('credentials', { ...credentials, redirect: false }).catch(() => undefined);
  if (outcome === undefined) {
    const message = 'The console’s server did not answer. Check that it is running and try again.';
    return { ok: false, message, needsCode: false };
  }
  if (outcome.ok && !outcome.error) return { ok: true };
  return {
    ok: false,
    message: outcome.error && outcome.error !== 'CredentialsSignin' ? outcome.error : 'Signing in failed. Try again.',
    needsCode: outcome.error === CODE_NEEDED,
  };
}

/** Leaves for the provider ("github", "oidc") and comes back to `callbackUrl`. */
export async function signInWithProvider(providerId: string, callbackUrl: string): Promise<void> {
  await signIn(providerId, { callbackUrl });
}

/** Ends the session on the server too, then loads `callbackUrl`. */
export async function signOut(callbackUrl: string): Promise<void> {
  await endSession({ callbackUrl });
}
