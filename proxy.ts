import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { hasSessionCookie } from '@/lib/auth/session-check';
import { routes } from '@/lib/client/routes';
import { env } from '@/lib/env';
import { pagePolicy } from '@/lib/server/content-security-policy';

export const config = {
  // Uploads go past: Next keeps a copy of each body that passes here, and cuts it at 10 MB.
  matcher: ['/((?!_next/static|_next/image|icon\\.svg|favicon\\.ico|robots\\.txt|api/functions/[^/]+/code).*)'],
};

/** Pages that people without a session may see. Route handlers and actions check for themselves and answer with problems. */
const OPEN = [routes.signIn(), routes.portal.signIn(), routes.portal.signUp(), routes.cognitoIdp(), '/api'];

const NO_PAGES = /^\/(?:api|cognito-idp)(?:\/|$)/;

export default async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl;
  // The portal's first page welcomes visitors; what is below it is for people who signed in.
  const isOpen =
    pathname === routes.portal.home() || OPEN.some((path) => pathname === path || pathname.startsWith(`${path}/`));
  const isPageView = request.method === 'GET' || request.method === 'HEAD';
  if (!isOpen && isPageView && !(await hasSessionCookie(request))) {
    const callbackUrl = `${pathname}${search}`;
    const isPortal = pathname === routes.portal.home() || pathname.startsWith(`${routes.portal.home()}/`);
    const signIn = isPortal ? routes.portal.signIn : routes.signIn;
    return NextResponse.redirect(new URL(signIn({ callbackUrl }), request.url));
  }
  const headers = new Headers(request.headers);
  // For layouts, which Next does not tell the path: where to come back to after signing in.
  headers.set('x-gatehouse-path', `${pathname}${search}`);
  // What is no page gets its policy from next.config.js, or gives one itself.
  if (NO_PAGES.test(pathname)) return NextResponse.next({ request: { headers } });
  const nonce = randomBytes(16).toString('base64');
  const policy = pagePolicy(nonce, env.nodeEnv === 'development');
  // Next reads the nonce for its own scripts out of the request's policy; the layout, for the theme's, from x-nonce.
  headers.set('content-security-policy', policy);
  headers.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}
