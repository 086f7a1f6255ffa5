import { env } from '@/lib/env';

export interface SignInProvider {
  readonly id: string;
  readonly name: string;
}

/** Outside providers the sign-in pages offer beside the password. */
export function signInProviders(): SignInProvider[] {
  return [
    ...(env.github ? [{ id: 'github', name: 'GitHub' }] : []),
    ...(env.oidc ? [{ id: 'oidc', name: env.oidc.name }] : []),
  ];
}
