// Authorizers of an API. https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html
import { z } from 'zod';
import { entityId, methodKey, name, version } from './common';
import { lambdaTarget } from './function-arn';

export const AUTHORIZATION_TYPES = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'] as const;
export const authorizationType = z.enum(AUTHORIZATION_TYPES);
export type AuthorizationType = z.infer<typeof authorizationType>;

export const AUTHORIZER_TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const;
export const authorizerType = z.enum(AUTHORIZER_TYPES);
export type AuthorizerType = z.infer<typeof authorizerType>;

/** What a method's authorization must be for one of its authorizers. */
export const authorizationOf = (type: AuthorizerType): AuthorizationType =>
  type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM';

export const needsAuthorizer = (type: AuthorizationType): boolean => type === 'CUSTOM' || type === 'COGNITO_USER_POOLS';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAX_AUTHORIZERS = 10;
export const DEFAULT_TTL_SECONDS = 300;
export const MAX_TTL_SECONDS = 3600;
export const DEFAULT_IDENTITY_SOURCE = 'method.request.header.Authorization';

const HEADER_SOURCE = /^method\.request\.header\.[a-zA-Z0-9._$-]+$/;
const REQUEST_SOURCE =
  /^(method\.request\.(header|querystring)\.[a-zA-Z0-9._$-]+|stageVariables\.[A-Za-z0-9_]{1,64}|context\.[a-zA-Z0-9._$-]+)$/;

/** "a, b" → ["a", "b"] */
export const identitySources = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const STAGE_VARIABLE = /\$\{stageVariables(\.\w+|\['\w+'\])\}/g;

/** What is wrong with the URI of a Lambda authorizer, or undefined: a function's ARN, or a URL. */
export function authorizerUriProblem(uri: string): string | undefined {
  const sample = uri.replace(STAGE_VARIABLE, 'x');
  if (lambdaTarget(sample) !== undefined) return undefined;
  if (/^https?:\/\/[^/?#\s@]+([/?][^\s#{}]*)?$/.test(sample) && URL.canParse(sample)) return undefined;
  return 'Invalid Authorizer URI: choose a function, or write arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations or https://….';
}

/** Undefined: it is no user pool's ARN. */
export const userPoolOfArn = (provider: string): string | undefined =>
  /^arn:aws:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/([\w-]+_[0-9a-zA-Z]+)$/.exec(provider)?.[1];

/** An OpenID Connect issuer that is not ours. Tokens must name it letter by letter, so it is kept as it is written. */
export const isIssuerUrl = (provider: string): boolean =>
  /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(provider) && URL.canParse(provider);

const fields = {
  name: name('authorizer', 128),
  type: authorizerType,
  authorizerUri: z.string().trim().max(2048).nullable().default(null),
  authorizerCredentials: z
    .string()
    .trim()
    .max(512)
    .regex(/^arn:aws:iam::\d{12}:role\/.+$/, 'Write arn:aws:iam::ACCOUNT:role/NAME.')
    .nullable()
    .default(null),
  identitySource: z.string().trim().max(2048).nullable().default(null),
  identityValidationExpression: z.string().max(1024).nullable().default(null),
  authorizerResultTtlInSeconds: z
    .number({ error: 'Enter a number of seconds.' })
    .int()
    .min(0, 'Authorizer result TTL must be between 0 and 3600 seconds')
    .max(MAX_TTL_SECONDS, 'Authorizer result TTL must be between 0 and 3600 seconds')
    .default(DEFAULT_TTL_SECONDS),
  providerARNs: z
    .array(
      z
        .string()
        .trim()
        .max(2048)
        .refine(
          (provider) => userPoolOfArn(provider) !== undefined || isIssuerUrl(provider),
          'Choose a user pool (arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID), or write the URL of an issuer (https://…) without a query.',
        ),
    )
    .max(1000)
    .default([]),
};

interface Candidate {
  readonly type: AuthorizerType;
  readonly authorizerUri: string | null;
  readonly identitySource: string | null;
  readonly identityValidationExpression: string | null;
  readonly authorizerResultTtlInSeconds: number;
  readonly providerARNs: readonly string[];
}

/** What belongs together, in API Gateway's words where it has any. */
function refuseUnfit(value: Candidate, context: z.RefinementCtx): void {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  const sources = identitySources(value.identitySource ?? '');
  const { identityValidationExpression: expression } = value;
  if (expression && value.type === 'REQUEST') {
    refuse('identityValidationExpression', 'A validation expression is for authorizers of the type TOKEN.');
  }
  if (value.type === 'COGNITO_USER_POOLS') {
    if (value.providerARNs.length === 0) refuse('providerARNs', 'Invalid request input: name at least one user pool.');
    if (value.authorizerUri) refuse('authorizerUri', 'A user pool’s authorizer calls no function.');
  } else {
    if (value.providerARNs.length > 0) refuse('providerARNs', 'User pools are for the type COGNITO_USER_POOLS.');
    const problem = value.authorizerUri
      ? authorizerUriProblem(value.authorizerUri)
      : 'Authorizer URI must be specified';
    if (problem !== undefined) refuse('authorizerUri', problem);
  }
  if (value.type === 'REQUEST') {
    const wrong = sources.find((source) => !REQUEST_SOURCE.test(source));
    if (wrong !== undefined) {
      refuse(
        'identitySource',
        `Invalid identity source: ${wrong}. Write method.request.header.NAME, method.request.querystring.NAME, stageVariables.NAME or context.NAME.`,
      );
    }
    if (sources.length === 0 && value.authorizerResultTtlInSeconds > 0) {
      refuse('identitySource', 'Identity sources are required while results are cached: they are the cache’s key.');
    }
  } else if (sources.length > 1 || (sources[0] !== undefined && !HEADER_SOURCE.test(sources[0]))) {
    refuse('identitySource', 'Invalid identity source: a token comes in one header, method.request.header.NAME.');
  } else if (value.type === 'TOKEN' && sources.length === 0) {
    refuse('identitySource', 'Name the header that brings the token, such as method.request.header.Authorization.');
  }
}

export const createAuthorizerInput = z.object({ restApiId: entityId, ...fields }).superRefine(refuseUnfit);
export type CreateAuthorizerInput = z.input<typeof createAuthorizerInput>;

export const authorizerRef = z.object({ restApiId: entityId, authorizerId: entityId });
export type AuthorizerRef = z.infer<typeof authorizerRef>;

export const updateAuthorizerInput = z.object({ ...authorizerRef.shape, version, ...fields }).superRefine(refuseUnfit);
export type UpdateAuthorizerInput = z.input<typeof updateAuthorizerInput>;

export const deleteAuthorizerInput = authorizerRef.extend({ version: version.optional() });
export type DeleteAuthorizerInput = z.input<typeof deleteAuthorizerInput>;

export const authorizerDetail = z.object({
  id: entityId,
  restApiId: entityId,
  name: z.string(),
  type: authorizerType,
  authorizerUri: z.string().nullable(),
  authorizerCredentials: z.string().nullable(),
  identitySource: z.string().nullable(),
  identityValidationExpression: z.string().nullable(),
  authorizerResultTtlInSeconds: z.number().int(),
  providerARNs: z.array(z.string()),
  version,
  usedBy: z.array(z.object({ resourceId: entityId, path: z.string(), httpMethod: methodKey })),
});
export type AuthorizerDetail = z.infer<typeof authorizerDetail>;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeAuthorizer.html */
export const testAuthorizerInput = authorizerRef.extend({
  headers: z
    .array(
      z.object({
        name: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'Not a valid header name.'),
        value: z
          .string()
          .max(8192)
          .regex(/^[^\r\n\0]*$/, 'A header is one line.'),
      }),
    )
    .max(100)
    .default([]),
  /** Without the question mark. */
  queryString: z.string().max(8192).default(''),
  stageVariables: z.record(z.string(), z.string()).default({}),
  /** $context.identity.sourceIp; empty: the gateway’s own. */
  sourceIp: z.union([z.literal(''), z.ipv4('Write an IP address.'), z.ipv6('Write an IP address.')]).default(''),
});
export type TestAuthorizerInput = z.input<typeof testAuthorizerInput>;

export const testAuthorizerResult = z.object({
  /** What a client would get; 0, as on AWS: it answered, whatever its policy says. */
  clientStatus: z.number().int(),
  latencyMs: z.number(),
  principalId: z.string(),
  /** JSON, indented; empty: there is none. */
  policy: z.string(),
  context: z.record(z.string(), z.string()),
  usageIdentifierKey: z.string(),
  claims: z.record(z.string(), z.string()),
  log: z.array(z.string()),
});
export type TestAuthorizerResult = z.infer<typeof testAuthorizerResult>;
