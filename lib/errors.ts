/** Errors that a verb may raise and every adapter (action, route, management API) knows how to render. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'TOO_LARGE'
  | 'LIMIT_EXCEEDED'
  | 'TOO_MANY_REQUESTS'
  | 'UNAVAILABLE'
  | 'INTERNAL';

export type FieldErrors = Readonly<Record<string, readonly string[]>>;

const KINDS = Symbol.for('gatehouse.error-kinds');

/**
 * `message` is public: it names the place and the fix and holds no internals. Those go into `cause`.
 *
 * `instanceof` goes by `kind`: Next compiles instrumentation, routes and actions as separate module graphs, each with
 * a copy of these classes, and an error that the store throws in one is caught in another.
 */
export class ServiceError extends Error {
  static readonly kind: string = 'ServiceError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly fieldErrors: FieldErrors | undefined;

  constructor(
    code: ErrorCode,
    status: number,
    message: string,
    options?: { fieldErrors?: FieldErrors; cause?: unknown },
  ) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.kind;
    Object.defineProperty(this, KINDS, { value: kindsOf(new.target) });
    this.code = code;
    this.status = status;
    this.fieldErrors = options?.fieldErrors;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (typeof value !== 'object' || value === null || !(KINDS in value)) return false;
    // biome-ignore lint/complexity/noThisInStatic: the class to the right of instanceof
    return (value[KINDS] as Set<string>).has(this.kind);
  }
}

/** Its own kind and those of the classes above it. */
function kindsOf(type: typeof ServiceError): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (let one = type; one.kind !== undefined; one = Object.getPrototypeOf(one)) kinds.add(one.kind);
  return kinds;
}

export class InvalidInputError extends ServiceError {
  static override readonly kind: string = 'InvalidInputError';

  constructor(message: string, fieldErrors?: FieldErrors) {
    super('INVALID_INPUT', 400, message, fieldErrors ? { fieldErrors } : undefined);
  }
}

export class UnauthenticatedError extends ServiceError {
  static override readonly kind: string = 'UnauthenticatedError';

  constructor(message = 'Sign in to continue.') {
    super('UNAUTHENTICATED', 401, message);
  }
}

export class ForbiddenError extends ServiceError {
  static override readonly kind: string = 'ForbiddenError';

  constructor(message = 'Your role in this account does not allow this.') {
    super('FORBIDDEN', 403, message);
  }
}

/** Also what ids of other accounts get: their existence is not told. */
export class NotFoundError extends ServiceError {
  static override readonly kind: string = 'NotFoundError';

  constructor(what: string) {
    super('NOT_FOUND', 404, `${what} does not exist.`);
  }
}

export class ConflictError extends ServiceError {
  static override readonly kind: string = 'ConflictError';

  constructor(message: string, fieldErrors?: FieldErrors) {
    super('CONFLICT', 409, message, fieldErrors ? { fieldErrors } : undefined);
  }
}

/** The row changed between reading and saving it. */
export class StaleEditError extends ConflictError {
  static override readonly kind: string = 'StaleEditError';

  constructor(what: string) {
    super(
      `${what} was changed by someone else since you opened it. Reload to see the current state; your edit was not saved.`,
    );
  }
}

export class LimitExceededError extends ServiceError {
  static override readonly kind: string = 'LimitExceededError';

  constructor(message: string) {
    super('LIMIT_EXCEEDED', 429, message);
  }
}

export class TooManyRequestsError extends ServiceError {
  static override readonly kind: string = 'TooManyRequestsError';

  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds: number) {
    super('TOO_MANY_REQUESTS', 429, message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export class TooLargeError extends ServiceError {
  static override readonly kind: string = 'TooLargeError';

  constructor(message: string) {
    super('TOO_LARGE', 413, message);
  }
}

export const UNAVAILABLE_DIGEST = 'UNAVAILABLE';

/** The database or the gateway can't be reached now; trying again later may work. */
export class UnavailableError extends ServiceError {
  static override readonly kind: string = 'UnavailableError';

  /** All that Next tells the browser of an error in a page. */
  readonly digest = UNAVAILABLE_DIGEST;

  constructor(message: string, cause?: unknown) {
    super('UNAVAILABLE', 503, message, { cause });
  }
}
