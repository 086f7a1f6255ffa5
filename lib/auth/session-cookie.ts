import { createHash } from 'node:crypto';

/**
 * Browsers keep cookies per host, not per port: the name holds a mark of the installation, so that two of them on one
 * machine do not sign each other out. "__Secure-" makes browsers refuse the cookie over plain HTTP.
 */
export function sessionCookieName(secret: string, secure: boolean): string {
  const mark = createHash('sha256').update(`cookie:${secret}`).digest('hex').slice(0, 8);
  return `${secure ? '__Secure-' : ''}gatehouse-session-${mark}`;
}

export const SESSION_SECONDS = 30 * 86_400;

/** Whether the browser's connection is HTTPS; Next fills the header in for direct connections. */
export const isSecure = (headers: Headers): boolean =>
  headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https';
