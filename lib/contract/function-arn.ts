// What functions are called: their ARNs, the URIs of the integrations that call them, and what calls come from.
import type { FunctionPermission } from './function';

/** The stage variable that the console writes where the function depends on the stage. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own syntax
export const FUNCTION_VARIABLE = '${stageVariables.functionName}';

const NAME_OR_VARIABLE = String.raw`((?:[\w-]|\$\{stageVariables(?:\.\w+|\['\w+'\])\})+)`;
const FUNCTION_ARN = new RegExp(
  String.raw`^arn:aws:lambda:[^:]+:[^:]+:function:${NAME_OR_VARIABLE}(?::(\$LATEST|${NAME_OR_VARIABLE.slice(1, -1)}))?$`,
);
const INTEGRATION_URI = /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;

export const functionArn = (region: string, accountId: string, name: string): string =>
  `arn:aws:lambda:${region}:${accountId}:function:${name}`;

/** What a method's integration calls: https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html#apigw-Type-Integration-uri */
export function lambdaIntegrationUri(arn: string, qualifier?: string): string {
  const [, , , region = ''] = arn.split(':');
  const qualified = qualifier === undefined ? arn : `${arn}:${qualifier}`;
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${qualified}/invocations`;
}

/** What a method's calls come from, in every stage. */
export function methodSourceArn(
  functionArnText: string,
  method: { readonly restApiId: string; readonly httpMethod: string; readonly path: string },
): string {
  const [, , , region = '', accountId = ''] = functionArnText.split(':');
  const verb = method.httpMethod === 'ANY' ? '*' : method.httpMethod;
  const path = method.path.replace(/\{[^}]+\}/g, '*');
  return `arn:aws:execute-api:${region}:${accountId}:${method.restApiId}/*/${verb}${path}`;
}

/** Whether a statement allows all that the source stands for, to a function called with this qualifier. */
export function allowsSource(
  permission: Pick<FunctionPermission, 'qualifier' | 'sourceArn'>,
  qualifier: string | undefined,
  source: string,
): boolean {
  if ((permission.qualifier ?? undefined) !== qualifier) return false;
  return permission.sourceArn === null || matchesPattern(permission.sourceArn, source);
}

/** * stands for any text, ? for any one character. In linear time: no regular expression of someone's making. */
function matchesPattern(pattern: string, text: string): boolean {
  let [at, from, star, retry] = [0, 0, -1, 0];
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at;
      retry = from;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[from])) {
      at += 1;
      from += 1;
    } else if (star !== -1) {
      at = star + 1;
      retry += 1;
      from = retry;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

export interface LambdaTarget {
  /** May hold ${stageVariables.name}, as may the qualifier. */
  readonly name: string;
  readonly qualifier: string | undefined;
}

/** The function that an integration's URI names, if it is one of a function. */
export function lambdaTarget(uri: string): LambdaTarget | undefined {
  const [, arn = ''] = INTEGRATION_URI.exec(uri) ?? [];
  const [, name, qualifier] = FUNCTION_ARN.exec(arn) ?? [];
  return name === undefined ? undefined : { name, qualifier };
}
