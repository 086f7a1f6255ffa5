// "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations": which function, and which
// version or alias of it. Stage variables are put in when the stage is compiled.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
import { fillStageVariables } from './stage-variables';

export interface LambdaUri {
  /** The API's, which its own ARN has. */
  readonly region: string;
  readonly accountId: string;
  readonly name: string;
  /** Undefined: the function as it is now. */
  readonly qualifier: string | undefined;
}

export type CompiledLambdaUri =
  | { readonly kind: 'function'; readonly uri: LambdaUri }
  /** The owner's text is wrong: the stage does not compile. */
  | { readonly kind: 'invalid'; readonly message: string }
  /** Right but for its stage variables: as on AWS, only calls to this method fail. */
  | { readonly kind: 'broken'; readonly message: string };

const SERVICE = /^arn:[a-z-]+:apigateway:([a-z0-9-]+):([^:]+):(path|action)\/(.*)$/s;
const INVOCATION = /^2015-03-31\/functions\/(.+)\/invocations$/s;
const FUNCTION =
  /^arn:[a-z-]+:lambda:[a-z0-9-]+:(\d{12}):function:([A-Za-z0-9_-]{1,64})(?::(\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;

export function compileLambdaUri(text: string, stageVariables: Readonly<Record<string, string>>): CompiledLambdaUri {
  const { text: resolved, usesVariables } = fillStageVariables(text.trim(), stageVariables);
  const wrong = (message: string): CompiledLambdaUri => ({ kind: usesVariables ? 'broken' : 'invalid', message });
  const service = SERVICE.exec(resolved);
  if (service === null) {
    const hint = /^arn:[a-z-]+:apigateway:/.test(resolved)
      ? 'AWS ARN for integration must contain path or action'
      : 'Invalid ARN specified in the request';
    return wrong(`${hint}: "${resolved}" is not arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/….`);
  }
  if (service[2] !== 'lambda') {
    return wrong(`The integration names the AWS service "${service[2]}": only Lambda functions can be called.`);
  }
  const named = INVOCATION.exec(service[4] ?? '')?.[1];
  const match = named === undefined ? null : FUNCTION.exec(named);
  if (match === null) {
    const what = named ?? service[4];
    return wrong(`Invalid ARN specified in the request: "${what}" is not the ARN of a function of an account.`);
  }
  const [, accountId = '', name = '', qualifier] = match;
  return { kind: 'function', uri: { region: service[1] ?? '', accountId, name, qualifier } };
}
