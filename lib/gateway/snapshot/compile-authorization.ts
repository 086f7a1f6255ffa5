// What a method says about its callers, checked: a method whose authorization is not understood must not be open.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
import type { AuthorizationType, AuthorizerDefinition, MethodDefinition, RestApiDefinition } from '../model';

type Report = (place: string, message: string) => void;

/** Those that the pipeline has a step for. */
const SERVED: ReadonlySet<AuthorizationType> = new Set(['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS']);

/** The method's authorizer, where it has and needs one. */
export function compileAuthorization(
  method: Pick<MethodDefinition, 'authorizationType' | 'authorizerId'>,
  { authorizers = {} }: Pick<RestApiDefinition, 'authorizers'>,
  report: Report,
): AuthorizerDefinition | null {
  const { authorizationType, authorizerId } = method;
  if (!SERVED.has(authorizationType)) {
    report('authorizationType', `Methods with authorization ${authorizationType} can’t be served yet.`);
    return null;
  }
  if (authorizationType !== 'CUSTOM' && authorizationType !== 'COGNITO_USER_POOLS') return null;
  const known = authorizerId !== undefined && Object.hasOwn(authorizers, authorizerId);
  const authorizer = known ? authorizers[authorizerId] : undefined;
  const isFit = (authorizer?.type === 'COGNITO_USER_POOLS') === (authorizationType === 'COGNITO_USER_POOLS');
  if (authorizer === undefined || !isFit) {
    report('authorizer', `Authorization ${authorizationType} needs an authorizer of this API that fits it.`);
    return null;
  }
  return authorizer;
}
