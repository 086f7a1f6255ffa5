import type { Problem, PublicError } from '@/lib/contract/result';
import { ServiceError, TooManyRequestsError } from '@/lib/errors';
import { logger } from '@/lib/logger';

const TITLES: Record<number, string> = {
  400: 'Invalid input',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  429: 'Too many requests',
  503: 'Unavailable',
};

/** The one place where an error becomes public: unknown ones are logged whole and leave as a fixed sentence. */
export function toPublicError(
  error: unknown,
  requestId: string,
  where: string,
): PublicError & { readonly status: number } {
  if (error instanceof ServiceError) {
    if (error.status >= 500) logger.warn({ requestId, where, err: error }, error.message);
    return {
      code: error.code,
      message: error.message,
      ...(error.fieldErrors ? { fieldErrors: error.fieldErrors } : {}),
      requestId,
      status: error.status,
    };
  }
  logger.error({ requestId, where, err: error }, 'unexpected error');
  return {
    code: 'INTERNAL',
    message: 'Something went wrong on our side. Nothing was changed.',
    requestId,
    status: 500,
  };
}

export function problemResponse(error: unknown, requestId: string, where: string): Response {
  const { status, code, message, fieldErrors } = toPublicError(error, requestId, where);
  const problem: Problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Internal error',
    status,
    detail: message,
    code,
    requestId,
    ...(fieldErrors
      ? {
          invalidParams: Object.entries(fieldErrors).flatMap(([name, reasons]) =>
            reasons.map((reason) => ({ name, reason })),
          ),
        }
      : {}),
  };
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  });
  if (error instanceof TooManyRequestsError) headers.set('retry-after', String(error.retryAfterSeconds));
  return new Response(JSON.stringify(problem), { status, headers });
}
