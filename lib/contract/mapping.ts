/**
 * The syntax of parameter mapping expressions, for forms and verbs alike. Each check gives the sentence to show, or undefined.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
 */

const NAME = '[a-zA-Z0-9._$-]+';
const REQUEST_PARAMETER = new RegExp(
  `^method\\.request\\.(path|querystring|multivaluequerystring|header|multivalueheader)\\.(${NAME})$`,
);
const RESPONSE_HEADER = new RegExp(`^integration\\.response\\.(header|multivalueheader)\\.${NAME}$`);
/** The JSON path itself is the gateway's to check. */
const REQUEST_BODY = /^method\.request\.body(\.\S.*)?$/;
const RESPONSE_BODY = /^integration\.response\.body(\.\S.*)?$/;
const ANYWHERE = new RegExp(`^(stageVariables\\.[A-Za-z0-9_]{1,64}|context\\.${NAME})$`);
// A line break in a fixed value would end the header it becomes.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const STATIC = /^'[^'\u0000-\u001f\u007f]*'$/;

/** For integration.request.* */
export function requestExpressionProblem(expression: string): string | undefined {
  if (isCommon(expression) || REQUEST_PARAMETER.test(expression) || REQUEST_BODY.test(expression)) return undefined;
  return explain(
    expression,
    'method.request.header.NAME, method.request.querystring.NAME, method.request.path.NAME, method.request.body.JSONPATH',
  );
}

/** For method.response.header.* */
export function responseExpressionProblem(expression: string): string | undefined {
  if (isCommon(expression) || RESPONSE_HEADER.test(expression) || RESPONSE_BODY.test(expression)) return undefined;
  return explain(expression, 'integration.response.header.NAME, integration.response.body.JSONPATH');
}

/** For gatewayresponse.header.* */
export function gatewayResponseExpressionProblem(expression: string): string | undefined {
  if (isCommon(expression) || /^method\.request\.(path|querystring|header)\.[a-zA-Z0-9._$-]+$/.test(expression)) {
    return undefined;
  }
  return explain(expression, 'method.request.header.NAME, method.request.querystring.NAME, method.request.path.NAME');
}

export interface RequestParameterSource {
  readonly location: 'path' | 'querystring' | 'header';
  readonly name: string;
}

/** The parameter that an expression reads from the client's request, if it does. */
export function requestParameterSource(expression: string): RequestParameterSource | undefined {
  const [, form, name] = REQUEST_PARAMETER.exec(expression) ?? [];
  if (form === undefined || name === undefined) return undefined;
  return { location: form.replace('multivalue', '') as RequestParameterSource['location'], name };
}

/**
 * Headers that frame the message or belong to the gateway. API Gateway takes a mapping onto these and fails each request
 * with a 500 ("header already present"): better told when it is saved.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const RESERVED_REQUEST_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amzn-apigateway-api-id',
  'x-amzn-trace-id',
]);
const RESERVED_RESPONSE_HEADERS = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-amz-apigw-id',
  'x-amzn-requestid',
  'x-amzn-trace-id',
]);

export function reservedHeaderProblem(header: string, side: 'request' | 'response'): string | undefined {
  const reserved = side === 'request' ? RESERVED_REQUEST_HEADERS : RESERVED_RESPONSE_HEADERS;
  return reserved.has(header.toLowerCase())
    ? `${header} is set by the gateway itself and can’t be mapped. Use another header name.`
    : undefined;
}

/** As parameters and bodies are mapped: fixed text goes into single quotes. */
export const quoteStatic = (text: string): string => `'${text}'`;

function isCommon(expression: string): boolean {
  return STATIC.test(expression) || ANYWHERE.test(expression);
}

function explain(expression: string, sources: string): string {
  if (/^'.*'$/s.test(expression)) return 'A fixed value can’t hold single quotes or control characters.';
  return `Invalid mapping expression specified: ${expression}. Write ${sources}, stageVariables.NAME, context.NAME, or a fixed value in single quotes.`;
}
