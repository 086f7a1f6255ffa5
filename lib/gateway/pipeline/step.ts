// A step does one thing to an exchange. It ends the request by returning a Reply or a GatewayError (or throwing one);
// returning nothing lets the next step run. Only a promise makes the runner wait.
import type { GatewayError } from '../errors/gateway-error';
import type { Reply } from '../http/message';

export type StepName =
  | 'resolve-api'
  | 'refuse-unprotected'
  | 'refuse-denied-callers'
  | 'decide-access'
  | 'parse-request'
  | 'match-route'
  | 'authorize-iam'
  | 'authorize-user-pool'
  | 'authorize-lambda'
  | 'check-api-key'
  | 'throttle'
  | 'check-quota'
  | 'read-body'
  | 'decode-body'
  | 'validate-request'
  | 'read-cache'
  | 'convert-request-to-text'
  | 'map-integration-request'
  | 'sign-integration-request'
  | 'convert-request-to-binary'
  | 'invoke-integration'
  | 'peek-endpoint-response'
  | 'map-integration-response'
  | 'convert-response'
  | 'map-method-response'
  | 'write-cache';

/** The request was found to be traced: the rest of its way is traced-run's. Only resolve-api says so. */
export const GO_ON_TRACED = Symbol('go on traced');

export type StepOutcome = undefined | Reply | GatewayError | typeof GO_ON_TRACED;

/** `In`: what must be known before it runs. `Gives`: what is known afterwards; checked by `chain()`. */
export interface Step<In, Gives = unknown> {
  readonly name: StepName;
  readonly gives?: Gives;
  /** A property, not a method: only so does the compiler refuse a step that reads what is not there yet. */
  readonly run: (x: In) => StepOutcome | Promise<StepOutcome>;
}
