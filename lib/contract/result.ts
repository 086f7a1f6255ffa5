import type { ErrorCode, FieldErrors } from '@/lib/errors';

/** What every server action returns. */
export type ActionResult<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly error: PublicError };

export interface PublicError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fieldErrors?: FieldErrors;
  readonly requestId: string;
}

/** RFC 9457 body of every failed read. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly invalidParams?: readonly { readonly name: string; readonly reason: string }[];
}

/** How a change reached the gateway; null where it did not need to. */
export interface PublishReport {
  readonly revision: number;
  readonly workers: { readonly acked: number; readonly total: number };
  readonly tookMs: number;
  readonly errors: readonly { readonly place: string; readonly message: string; readonly stageName: string }[];
  /** One sentence when the gateway could not be told at once; it picks the change up by itself. */
  readonly warning?: string;
}

/** A change's answer with the way it reached the gateway. */
export type Published<T> = T & { readonly publish: PublishReport };
