import type { NextRequest } from 'next/server';
import { decode } from 'next-auth/jwt';
import { env } from '@/lib/env';
import { openSecrets } from '@/lib/store/secrets';
import { sessionCookieName } from './session-cookie';

let secret: string | undefined;

/**
 * Whether the browser carries a session of this installation. A first look, without the database: whether the session
 * still lives is asked where its data is read.
 */
export async function hasSessionCookie(request: NextRequest): Promise<boolean> {
  secret ??= env.nextAuthSecret ?? openSecrets(env).sessionSecret;
  for (const secure of [true, false]) {
    const token = request.cookies.get(sessionCookieName(secret, secure))?.value;
    if (token !== undefined && (await isValid(token, secret))) return true;
  }
  return false;
}

async function isValid(token: string, key: string): Promise<boolean> {
  try {
    return typeof (await decode({ token, secret: key }))?.sid === 'string';
  } catch {
    return false;
  }
}
