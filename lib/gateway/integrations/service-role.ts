// The role that an integration calls its service with. "arn:aws:iam::{account}:role/{name}" names it: by its name, in the
// API's own account, so that a definition that was written for an AWS account works as it is.
// https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html (credentials)
import { configurationError, type GatewayError } from '../errors/gateway-error';
import type { ServiceGrant, ServiceRole } from '../model';
import { fillStageVariables } from './stage-variables';

export type CompiledRole =
  | { readonly kind: 'role'; readonly name: string; readonly arn: string }
  | { readonly kind: 'invalid'; readonly message: string }
  /** Right but for its stage variables: only calls to this method fail. */
  | { readonly kind: 'broken'; readonly message: string };

/** IAM's own rule; a path before the name does not count. */
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]{1,64})$/;
const CALLER = /^arn:aws[a-z-]*:iam::\*:user\/\*$/;

export function compileRole(text: string, stageVariables: Readonly<Record<string, string>>): CompiledRole {
  const { text: arn, usesVariables } = fillStageVariables(text.trim(), stageVariables);
  const wrong = (message: string): CompiledRole => ({ kind: usesVariables ? 'broken' : 'invalid', message });
  if (arn === '') return wrong('Role ARN must be specified for AWS integrations');
  if (CALLER.test(arn))
    return wrong('Calling a service with the caller’s own credentials is not supported: name a role.');
  const name = ROLE.exec(arn)?.[1];
  if (name === undefined) {
    return wrong(`Invalid ARN specified in the request: "${arn}" is not arn:aws:iam::ACCOUNT:role/NAME.`);
  }
  return { kind: 'role', name, arn };
}

/** In the words of AWS's execution log. */
export const noSuchRole = (arn: string): GatewayError =>
  configurationError(`API Gateway does not have permission to assume the provided role ${arn}`);

/** A grant for the region goes before one for all. Undefined: the role is not for this service. */
export function grantFor({ services }: ServiceRole, service: string, region: string): ServiceGrant | undefined {
  if (services.length === 0) return { service };
  const ofService = services.filter((grant) => grant.service === service);
  return ofService.find((grant) => grant.region === region) ?? ofService.find((grant) => grant.region === undefined);
}
