import 'server-only';
import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { systemClock } from '@/lib/clock';
import { ANONYMOUS } from '@/lib/control/session/resolve-actor';
import { TooLargeError } from '@/lib/errors';
import { newUuid } from '@/lib/ids';
import { getRuntime } from '@/lib/runtime';
import { problemResponse } from '@/lib/server/problem';
import { addressOf } from '@/lib/server/rate-limit';
import { openStore } from '@/lib/server/store';
import { authOptions } from './options';
import { sessionSecret } from './secret';
import { isSecure } from './session-cookie';

/** Their forms have a few short fields. Anyone may send them, so nobody makes us read more. */
const MAX_BODY_BYTES = 64 * 1024;

/** next-auth's endpoints: providers, csrf, sign-in, call-backs and sign-out. */
export async function handleAuth(
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
): Promise<Response> {
  const requestId = newUuid();
  try {
    if (request.method === 'POST' && !(Number(request.headers.get('content-length') ?? Number.NaN) <= MAX_BODY_BYTES)) {
      throw new TooLargeError('A sign-in has at most 64 KB, and says how long it is.');
    }
    const { db, secrets } = await openStore();
    const ctx = { actor: ANONYMOUS, requestId, db, runtime: getRuntime(), secrets, clock: systemClock };
    const options = authOptions({
      ctx,
      secret: sessionSecret(secrets),
      secure: isSecure(request.headers),
      address: addressOf(request.headers),
      userAgent: request.headers.get('user-agent') ?? '',
    });
    return await NextAuth(request, context, options);
  } catch (error) {
    return problemResponse(error, requestId, `${request.method} ${request.nextUrl.pathname}`);
  }
}
