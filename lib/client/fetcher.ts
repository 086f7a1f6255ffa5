/** One parameter that the server refused (RFC 9457 extension member of our problem documents). */
export interface InvalidParam {
  name: string;
  reason: string;
}

/** A read that failed. Its message is the server's public text: it may be shown as it is. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly invalidParams: readonly InvalidParam[];

  constructor(init: {
    status: number;
    code: string;
    message: string;
    requestId?: string | null;
    invalidParams?: readonly InvalidParam[];
  }) {
    super(init.message);
    this.name = 'ApiError';
    this.status = init.status;
    this.code = init.code;
    this.requestId = init.requestId ?? null;
    this.invalidParams = init.invalidParams ?? [];
  }

  /** Whether asking again could help: not when the server understood the request and refused it. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export interface FetchOptions {
  query?: Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;
  signal?: AbortSignal;
  headers?: Readonly<Record<string, string>>;
}

/** GETs JSON from one of our own route handlers; every failure becomes an ApiError. */
export async function fetchJson<T>(path: string, options: FetchOptions = {}): Promise<T> {
  const response = await send(withParams(path, options.query), {
    signal: options.signal,
    headers: { accept: 'application/json', ...options.headers },
  });
  if (!response.ok) throw await toApiError(response);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (cause) {
    if (isAbort(cause)) throw cause;
    throw new ApiError({
      status: response.status,
      code: 'INVALID_RESPONSE',
      message: 'The server answered with something that is not JSON.',
      requestId: response.headers.get('x-request-id'),
    });
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init });
  } catch (cause) {
    // react-query cancels reads nobody waits for any more: not a failure.
    if (isAbort(cause)) throw cause;
    throw new ApiError({
      status: 0,
      code: 'NETWORK',
      message: 'The console’s server did not answer. Check that it is running and that you are online.',
    });
  }
}

export async function toApiError(response: Response): Promise<ApiError> {
  const headerId = response.headers.get('x-request-id');
  const body = /\bjson\b/.test(response.headers.get('content-type') ?? '') ? await readBody(response) : null;
  if (body === null) {
    return new ApiError({
      status: response.status,
      code: `HTTP_${response.status}`,
      message: fallbackMessage(response.status),
      requestId: headerId,
    });
  }
  return new ApiError({
    status: response.status,
    code: text(body.code) ?? `HTTP_${response.status}`,
    message: text(body.detail) ?? text(body.title) ?? fallbackMessage(response.status),
    requestId: text(body.requestId) ?? headerId,
    invalidParams: invalidParams(body.invalidParams),
  });
}

async function readBody(response: Response): Promise<Record<string, unknown> | null> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function invalidParams(value: unknown): InvalidParam[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const { name, reason } = item as Record<string, unknown>;
    return typeof name === 'string' && typeof reason === 'string' ? [{ name, reason }] : [];
  });
}

function withParams(path: string, query: FetchOptions['query']): string {
  if (!query) return path;
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const item of value) params.append(name, item);
    else if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const encoded = params.toString();
  return encoded === '' ? path : `${path}?${encoded}`;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

function fallbackMessage(status: number): string {
  if (status === 401) return 'You are signed out. Sign in again to go on.';
  if (status === 403) return 'Your role does not allow this.';
  if (status === 404) return 'This does not exist, or it belongs to another account.';
  if (status === 429) return 'Too many requests. Wait a moment and try again.';
  if (status >= 500) return 'The server failed to answer. Nothing was changed.';
  return `The server refused the request (${status}).`;
}
