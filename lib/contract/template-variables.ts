import type { RenderedReference } from './template-rendering';

/**
 * What a mapping template may ask for, with a sentence for each: the editor completes it, and marks what is not here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export interface TemplateVariable {
  /** "$context.identity.sourceIp", "$input.json('$')" */
  readonly text: string;
  readonly about: string;
}

const CONTEXT: Readonly<Record<string, string>> = {
  accountId: 'The account of the API’s owner',
  apiId: 'The id of the API',
  'authorizer.principalId': 'Who the authorizer says the caller is',
  'authorizer.claims': 'Claims of the caller’s token: $context.authorizer.claims.sub',
  awsEndpointRequestId: 'The backend’s request id',
  deploymentId: 'The deployment that answers',
  domainName: 'The host that the client called',
  domainPrefix: 'The first label of that host',
  'error.message': 'The message of a gateway response',
  'error.messageString': 'The same in quotes',
  'error.responseType': 'The type of a gateway response',
  'error.validationErrorString': 'What the request validator found',
  extendedRequestId: 'x-amz-apigw-id',
  httpMethod: 'The verb: GET, POST …',
  'identity.accountId': 'The caller’s account, for signed requests',
  'identity.apiKey': 'The API key that the method required',
  'identity.apiKeyId': 'The id of that key',
  'identity.caller': 'The principal that signed the request',
  'identity.clientCert.clientCertPem': 'The client’s certificate, with mutual TLS',
  'identity.clientCert.issuerDN': 'Who issued it',
  'identity.clientCert.serialNumber': 'Its serial number',
  'identity.clientCert.subjectDN': 'Whom it is about',
  'identity.cognitoAuthenticationProvider': 'The caller’s Cognito providers',
  'identity.cognitoAuthenticationType': 'authenticated or unauthenticated',
  'identity.cognitoIdentityId': 'The caller’s Cognito identity',
  'identity.cognitoIdentityPoolId': 'The pool of that identity',
  'identity.sourceIp': 'The client’s address',
  'identity.user': 'The principal that signed the request',
  'identity.userAgent': 'The client’s User-Agent',
  'identity.userArn': 'The ARN of that principal',
  isCanaryRequest: 'true or false, on stages with a canary',
  path: 'The path with the stage',
  protocol: 'HTTP/1.1',
  requestId: 'x-amzn-RequestId',
  'requestOverride.header': 'Set headers to the backend: #set($context.requestOverride.header.X = "1")',
  'requestOverride.path': 'Set path parameters of the backend’s URI',
  'requestOverride.querystring': 'Set query parameters to the backend',
  requestTime: 'When it came: 01/Jan/2026:00:00:00 +0000',
  requestTimeEpoch: 'The same in milliseconds',
  resourceId: 'The id of the resource',
  resourcePath: 'Its path: /pets/{petId}',
  'responseOverride.header': 'Set headers of the answer',
  'responseOverride.status': 'Set the status of the answer',
  stage: 'The name of the stage',
  wafResponseCode: 'What the web firewall said',
  webaclArn: 'Its ARN',
};

const INPUT: readonly TemplateVariable[] = [
  { text: "$input.json('$')", about: 'A part of the body as JSON, by JSON path' },
  { text: "$input.path('$')", about: 'A part of the body as a value: loops, methods, members' },
  { text: "$input.params('name')", about: 'A parameter: of the path, else the query, else a header' },
  { text: '$input.params()', about: 'All parameters: .path, .querystring, .header' },
  { text: '$input.body', about: 'The body as it came' },
];

const UTIL: readonly TemplateVariable[] = [
  { text: '$util.escapeJavaScript()', about: 'Escapes a string for JavaScript and JSON' },
  { text: '$util.parseJson()', about: 'Reads JSON text' },
  { text: '$util.urlEncode()', about: 'For a query or a form' },
  { text: '$util.urlDecode()', about: 'The other way round' },
  { text: '$util.base64Encode()', about: 'To Base64' },
  { text: '$util.base64Decode()', about: 'From Base64' },
];

export const TEMPLATE_VARIABLES: readonly TemplateVariable[] = [
  ...INPUT,
  ...Object.entries(CONTEXT).map(([name, about]) => ({ text: `$context.${name}`, about })),
  { text: '$stageVariables', about: 'Variables of the stage: $stageVariables.name' },
  ...UTIL,
];

export const CONTEXT_NAMES: readonly string[] = Object.keys(CONTEXT);

const INPUT_NAMES = new Set(['json', 'path', 'params', 'body']);
const UTIL_NAMES = new Set(UTIL.map(({ text }) => text.slice('$util.'.length, -2)));
/** Of maps: any name may follow, and their methods. */
const OPEN_GROUPS = [
  'authorizer',
  'requestOverride.header',
  'requestOverride.path',
  'requestOverride.querystring',
  'responseOverride.header',
];

/** Why no request has it, whatever the sample; undefined: one may. */
export function unknownReason({ root, path, method, isOwn }: RenderedReference): string | undefined {
  const [first = method] = path;
  switch (root) {
    case 'input':
      if (first === undefined || INPUT_NAMES.has(first)) return undefined;
      return `$input has no “${first}”: it has json, path, params and body.`;
    case 'util':
      if (first === undefined || UTIL_NAMES.has(first)) return undefined;
      return `$util has no “${first}” in API Gateway: it has ${[...UTIL_NAMES].join(', ')}.`;
    case 'context':
      return path.length === 0 || isContextName(path.join('.')) ? undefined : `$context has no “${path.join('.')}”.`;
    case 'stageVariables':
      return undefined;
    default:
      return isOwn
        ? undefined
        : `Nothing gives “$${root}” a value: the template does not set it, and it is none of $input, $context, $stageVariables and $util.`;
  }
}

/** The name, a group of names, or what is behind one. */
const isContextName = (name: string): boolean =>
  Object.hasOwn(CONTEXT, name) ||
  OPEN_GROUPS.some((group) => name === group || name.startsWith(`${group}.`)) ||
  CONTEXT_NAMES.some((known) => known.startsWith(`${name}.`));
