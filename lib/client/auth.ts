import { signOut as endSession, signIn } from 'next-auth/react';

export type SignInOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Signs in with a password; `message` is for people ("Wrong e-mail or password.", "Try again in 30 seconds."). */
export async function signInWithPassword(credentials: {
  readonly email: string;
  readonly password: string;
}): Promise<SignInOutcome> {
  const outcome = await signIn('credentials', { ...credentials, redirect: false }).catch(() => undefined);
  if (outcome === undefined) {
    return { ok: false, message: 'The console’s server did not answer. Check that it is running and try again.' };
  }
  if (outcome.ok && !outcome.error) return { ok: true };
  return {
    ok: false,
    message: outcome.error && outcome.error !== 'CredentialsSignin' ? outcome.error : 'Signing in failed. Try again.',
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
