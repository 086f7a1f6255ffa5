// An API's resource policy. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
import type { RestApiDefinition } from '../model';
import { type CompiledPolicy, compilePolicy } from './compile-policy';
import { PolicyError } from './policy-error';

/** Any region: an API is asked about itself only, and its stages may move to another one. */
const arnOf = ({ accountId, id }: Pick<RestApiDefinition, 'accountId' | 'id'>): string =>
  `arn:aws:execute-api:*:${accountId}:${id}`;

/** Empty: none, or reported. */
export function compileResourcePolicy(
  api: Pick<RestApiDefinition, 'accountId' | 'id' | 'policy'>,
  report: (place: string, message: string) => void,
): readonly CompiledPolicy[] {
  if (api.policy === undefined) return [];
  try {
    return [compilePolicy(api.policy, { kind: 'resource', apiArn: arnOf(api) })];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    report(error.place === '' ? 'policy' : `policy › ${error.place}`, error.detail);
    return [];
  }
}
