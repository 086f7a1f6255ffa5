// The answer to whom policies keep out: in AWS's words, with all but the end of the account's number masked.
import type { Exchange } from '../pipeline/exchange';
import type { Authorization } from '../policy/authorization';
import type { PolicyDecision } from '../policy/policy-decision';
import { GatewayError } from './gateway-error';

export class AccessDeniedError extends GatewayError {
  /** "Statement[2] “OnlyOffice” of the resource policy"; empty: no statement lets the caller in. */
  readonly statement: string;

  constructor(publicMessage: string, statement: string) {
    const internal =
      statement === '' ? 'No policy allows execute-api:Invoke on this method' : `${statement} denies the request`;
    super('ACCESS_DENIED', { publicMessage, internal });
    this.statement = statement;
  }
}

export function accessDenied(x: Exchange, resource: string, { effect, by }: Authorization): AccessDeniedError {
  const isExplicit = effect === 'explicitDeny';
  const decision = by === 'identity' ? x.identityDecision : x.resourceDecision;
  const statement = isExplicit && decision !== null ? statementOf(decision) : '';
  const suffix = isExplicit ? ' with an explicit deny' : '';
  // What a Lambda authorizer said is nothing about a user.
  if (x.route?.authorizationType === 'CUSTOM' && by !== 'resource') {
    // The words are those of AWS's answers since 2025.
    const reason = isExplicit ? `${suffix} in an identity-based policy` : '';
    return new AccessDeniedError(`User is not authorized to access this resource${reason}`, statement);
  }
  const user = x.caller?.userArn || 'anonymous';
  return new AccessDeniedError(
    `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${masked(resource)}${suffix}`,
    statement,
  );
}

const statementOf = ({ policy, statement, sid }: PolicyDecision): string =>
  `Statement[${statement}]${sid === '' ? '' : ` “${sid}”`} of the ${policy}`;

const masked = (arn: string): string => arn.replace(/:\d{8}(\d{4}):/, ':********$1:');
