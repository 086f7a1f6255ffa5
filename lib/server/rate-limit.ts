import 'server-only';
import { headers } from 'next/headers';

/** The address that a request's sender has, for limits. See lib/server/incoming.ts for why the header can be trusted. */
export async function clientAddress(): Promise<string> {
  return addressOf(await headers());
}

export function addressOf(source: Headers | Readonly<Record<string, unknown>> | undefined): string {
  const value = source instanceof Headers ? source.get('x-forwarded-for') : source?.['x-forwarded-for'];
  // The entry nearest to us was written by Next or by the trusted proxy; those before it by anyone.
  const nearest = typeof value === 'string' ? value.split(',').at(-1)?.trim() : undefined;
  return (nearest || 'unknown').slice(0, 64).toLowerCase();
}
