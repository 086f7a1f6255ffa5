import { ConflictError, NotFoundError, ServiceError, UnavailableError } from '../errors';

/** Shape shared by both generated clients' known errors; instanceof would tie this to one of them. */
interface PrismaKnownError {
  readonly code: string;
  readonly message: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

const UNREACHABLE = 'The database can’t be reached right now. Nothing was changed; try again in a moment.';
const BUSY = 'The database is busy with other changes. Nothing was changed; try again in a moment.';

/** Prisma: can't reach, timed out reaching, closed by the server, too many connections, pool or transaction time-outs. */
const UNREACHABLE_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1010', 'P1011', 'P1017', 'P2024', 'P2037']);
/** Prisma: transaction could not start or ended, write conflict or deadlock. */
const BUSY_CODES = new Set(['P2028', 'P2034']);
const UNREACHABLE_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'TooManyConnections',
  'TlsConnectionError',
  'AuthenticationFailed',
  'DatabaseAccessDenied',
  'DatabaseDoesNotExist',
]);
const UNREACHABLE_TEXT =
  /Connection terminated|connection timeout|timeout expired|terminating connection|ECONN|ENOTFOUND|EPIPE|starting up|shutting down|unable to open database|disk I\/O error|database or disk is full|readonly database/i;
const BUSY_TEXT =
  /SQLITE_BUSY|SQLITE_LOCKED|database is locked|database table is locked|lock timeout|could not obtain lock/i;

/** What the store throws instead of Prisma's and the drivers' errors. Unknown ones stay as they are: a fault to log. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof ServiceError || !(error instanceof Error)) return error;
  if (isBusy(error)) return new UnavailableError(BUSY, error);
  if (isUnreachable(error)) return new UnavailableError(UNREACHABLE, error);
  if (!isPrismaError(error)) return error;
  if (error.code === 'P2025') return withCause(new NotFoundError(modelName(error)), error);
  if (error.code === 'P2002') return withCause(uniqueViolation(error), error);
  if (error.code === 'P2003') {
    return withCause(
      new ConflictError(`${modelName(error)} refers to something that no longer exists, or is still in use elsewhere.`),
      error,
    );
  }
  return error;
}

/** Worth another try at once: another writer was in the way, and this one changed nothing. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isPrismaError(error) && BUSY_CODES.has(error.code)) return true;
  const kind = driverKind(error);
  return kind === 'TransactionWriteConflict' || BUSY_TEXT.test(driverText(error));
}

function isUnreachable(error: Error): boolean {
  if (isPrismaError(error) && UNREACHABLE_CODES.has(error.code)) return true;
  const kind = driverKind(error);
  return (kind !== undefined && UNREACHABLE_KINDS.has(kind)) || UNREACHABLE_TEXT.test(driverText(error));
}

function isPrismaError(error: Error): error is Error & PrismaKnownError {
  return 'code' in error && typeof error.code === 'string' && /^P\d{4}$/.test(error.code);
}

function uniqueViolation(error: PrismaKnownError): ConflictError {
  const fields = uniqueFields(error.meta);
  const what = fields.length === 0 ? 'these values' : `this ${fields.join(' and ')}`;
  return new ConflictError(
    `${modelName(error)} with ${what} already exists.`,
    Object.fromEntries(fields.map((field) => [field, ['Already in use.']])),
  );
}

/** The columns are in the driver's own error: by name from SQLite, in the name of the index from PostgreSQL. */
function uniqueFields(meta: PrismaKnownError['meta']): string[] {
  const constraint = cause(meta?.driverAdapterError)?.constraint;
  if (typeof constraint !== 'object' || constraint === null) return [];
  if ('fields' in constraint && Array.isArray(constraint.fields)) {
    return constraint.fields.map((field) => String(field).replaceAll('"', ''));
  }
  const columns = 'index' in constraint ? /^[A-Za-z]+_(.+)_key$/.exec(String(constraint.index))?.[1] : undefined;
  return columns?.split('_') ?? [];
}

function modelName(error: PrismaKnownError): string {
  const name = error.meta?.modelName;
  if (typeof name !== 'string') return 'The entry';
  const words = name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The driver adapter's classification, wherever Prisma put it: the error itself, its cause, or meta.driverAdapterError. */
function driverKind(error: Error): string | undefined {
  const kind = driverCause(error)?.kind;
  return typeof kind === 'string' ? kind : undefined;
}

function driverText(error: Error): string {
  const original = driverCause(error);
  return [error.message, original?.originalMessage, original?.message, original?.originalCode]
    .filter(Boolean)
    .join('\n');
}

function driverCause(error: Error): Record<string, unknown> | undefined {
  const meta = 'meta' in error ? (error.meta as PrismaKnownError['meta']) : undefined;
  return cause(meta?.driverAdapterError) ?? cause(error);
}

function cause(error: unknown): Record<string, unknown> | undefined {
  if (!(error instanceof Error) || typeof error.cause !== 'object' || error.cause === null) return undefined;
  return error.cause as Record<string, unknown>;
}

function withCause<E extends Error>(error: E, original: Error): E {
  error.cause = original;
  return error;
}
