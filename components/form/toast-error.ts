import { toast } from 'sonner';
import { routes } from '@/lib/client/routes';
import type { PublicError } from '@/lib/contract/result';

/** Shows a refused change: the public message, the request id to find it in the log, and the way out where one exists. */
export function toastError(
  error: PublicError,
  options: { onReload?: () => void; details?: readonly string[] } = {},
): void {
  const lines = [...(options.details ?? []), `Request ${error.requestId}`];
  toast.error(error.message, {
    description: lines.join('\n'),
    duration: 10_000,
    action: wayOut(error, options.onReload),
  });
}

/** The request never reached the server, or its answer never came back. */
export function toastUnreachable(): void {
  toast.error('The server did not answer', {
    description: 'Nothing was lost here: check the connection and try again.',
    duration: 10_000,
  });
}

function wayOut(error: PublicError, onReload: (() => void) | undefined) {
  if (error.code === 'CONFLICT' && !error.fieldErrors) {
    return { label: 'Reload', onClick: onReload ?? (() => window.location.reload()) };
  }
  if (error.code === 'UNAUTHENTICATED') {
    const { pathname, search } = window.location;
    const signIn = pathname.startsWith(routes.portal.home()) ? routes.portal.signIn : routes.signIn;
    return { label: 'Sign in', onClick: () => window.location.assign(signIn({ callbackUrl: pathname + search })) };
  }
  return undefined;
}
