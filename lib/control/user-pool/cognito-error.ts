import { type ErrorCode, ServiceError } from '@/lib/errors';

/** Cognito's types of errors, and what each is for adapters that are not Cognito's protocol. */
const CODES = {
  AliasExistsException: 'CONFLICT',
  CodeDeliveryFailureException: 'UNAVAILABLE',
  CodeMismatchException: 'INVALID_INPUT',
  EnableSoftwareTokenMFAException: 'INVALID_INPUT',
  ExpiredCodeException: 'INVALID_INPUT',
  InvalidParameterException: 'INVALID_INPUT',
  InvalidPasswordException: 'INVALID_INPUT',
  LimitExceededException: 'TOO_MANY_REQUESTS',
  NotAuthorizedException: 'UNAUTHENTICATED',
  PasswordResetRequiredException: 'UNAUTHENTICATED',
  RefreshTokenReuseException: 'UNAUTHENTICATED',
  ResourceNotFoundException: 'NOT_FOUND',
  SoftwareTokenMFANotFoundException: 'INVALID_INPUT',
  TooManyFailedAttemptsException: 'TOO_MANY_REQUESTS',
  TooManyRequestsException: 'TOO_MANY_REQUESTS',
  UnauthorizedException: 'UNAUTHENTICATED',
  UnsupportedTokenTypeException: 'INVALID_INPUT',
  UserNotConfirmedException: 'UNAUTHENTICATED',
  UserNotFoundException: 'NOT_FOUND',
  UsernameExistsException: 'CONFLICT',
} as const satisfies Record<string, ErrorCode>;
export type CognitoErrorType = keyof typeof CODES;

/**
 * An error as Cognito answers with: HTTP 400 and its type, whatever it is about.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
 */
export class CognitoError extends ServiceError {
  static override readonly kind: string = 'CognitoError';
  readonly type: CognitoErrorType;

  constructor(type: CognitoErrorType, message: string, fields: readonly string[] = []) {
    super(CODES[type], 400, message, {
      fieldErrors: Object.fromEntries(fields.map((field) => [field, [message]])),
    });
    this.type = type;
  }
}
